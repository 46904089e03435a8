"""An invented city that asks to join: the secretariat's queue has something in it."""

from datetime import timedelta

from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from core.models import Upload
from core.uploads import check_and_store
from members import framework
from members.models import Application
from members.states import ApplicationState
from neascn.demo.files import read
from vocabulary.models import Country

WAITS = timedelta(days=2)
LAST_STEP = 10
EMPTY_PAGE = (
    b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n"
    b"2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n"
    b"3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]>>endobj\n"
    b"trailer<</Root 1 0 R>>\nstartxref\n0\n%%EOF\n"
)


def load() -> None:
    known = set(Application.objects.values_list("key", flat=True))
    for row in read("applications"):
        if row["key"] not in known:
            _application(row)


def _application(row: dict) -> None:
    answers = row["answers"]
    Application.objects.create(
        key=row["key"],
        reference=row["reference"],
        email=row["email"],
        language=row["language"],
        answers=answers,
        reached=LAST_STEP,
        name=answers["name_en"],
        country=Country.objects.get(code=answers["country"]),
        framework_version=framework.VERSION,
        signed_form=paper("signed-form.pdf"),
        appointment_letter=paper("letter-of-appointment.pdf"),
        state=ApplicationState.SUBMITTED,
        submitted_at=timezone.now() - WAITS,
    )


def paper(name: str) -> Upload:
    return check_and_store(SimpleUploadedFile(name, EMPTY_PAGE, "application/pdf"))
