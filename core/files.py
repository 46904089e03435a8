"""The answer that carries a file somebody handed in."""

from django.http import HttpResponse
from django.utils.http import content_disposition_header

from core.models import Upload

NOTHING_RUNS = "default-src 'none'; sandbox"


def response(upload: Upload) -> HttpResponse:
    """A file to save, never to open in the portal's place.

    Rights are the caller's matter. Views of other organisations' files do not
    call this: they call `members.files.hand_over`, which asks compliance.
    """
    answer = HttpResponse(
        bytes(upload.content.data),
        content_type=upload.media_type,
        headers={
            "Content-Disposition": content_disposition_header(True, upload.name),
            "Content-Security-Policy": NOTHING_RUNS,
            "X-Content-Type-Options": "nosniff",
            "Cache-Control": "private, no-store",
        },
    )
    answer["Content-Length"] = str(len(answer.content))
    return answer
