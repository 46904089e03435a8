"""For which of their offices a person acts now: chosen in the menu, kept in the session.

Rights do not follow from it: it only says what stands first where a local
government has to be chosen.
"""

KEY = "acting_for"


class ActingFor:
    """Middleware: tells the person of the request which office was chosen."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        if request.user.is_authenticated:
            request.user.acting_for_id = request.session.get(KEY)
        return self.get_response(request)


def choose(session, organisation) -> None:
    session[KEY] = organisation.pk
