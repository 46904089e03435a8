"""That there is news in an introduction. No message carries what was written, nor
the name or address of anybody; what it is about only as far as the reader knows it."""

from django.conf import settings
from django.template.loader import render_to_string
from django.utils.translation import gettext_lazy as _

from introductions import disclosure
from introductions.states import IntroductionState, Origin, Ruling, Side
from members.notices import SECRETARIAT, has_a_seat
from notifications.kinds import Group, Kind

INTRODUCTIONS = Group(
    "introductions", _("Introductions"), order=40, concerns=has_a_seat
)


class AboutIntroduction:
    """Told to those who sit at one of the sides."""

    slug: str

    @classmethod
    def may_read(cls, event, person) -> bool:
        return event.target is not None and person.has_perm(
            "introductions.read_introduction", event.target
        )

    @classmethod
    def text(cls, event, person) -> str:
        introduction = event.target
        reader = introduction.side_of(person)
        context = {
            "event": event,
            "person": person,
            "introduction": introduction,
            "title": disclosure.title(introduction, reader).value,
            "is_own": event.data.get("side") == reader,
            "is_asked": reader is not None and not introduction.has_agreed(reader),
            "was_asked": reader == Side.ASKED or introduction.origin == Origin.STAFF,
            "is_open": introduction.state == IntroductionState.PROPOSED,
            "site_url": settings.SITE_URL,
        }
        return render_to_string(f"notices/{cls.slug}.txt", context)


class IntroductionAsked(AboutIntroduction, Kind):
    """Somebody would like to be put in touch."""

    slug = "introduction-asked"
    label = _("Somebody asks to be introduced to you")
    group = INTRODUCTIONS


class IntroductionAgreed(AboutIntroduction, Kind):
    """A side agreed: `event.data["side"]`; perhaps both have now."""

    slug = "introduction-agreed"
    label = _("An introduction moves on or ends")
    group = INTRODUCTIONS


class IntroductionDeclined(AboutIntroduction, Kind):
    """A side does not want to."""

    slug = "introduction-declined"
    label = _("An introduction moves on or ends")
    group = INTRODUCTIONS


class IntroductionWithdrawn(AboutIntroduction, Kind):
    """The side that asked took it back."""

    slug = "introduction-withdrawn"
    label = _("An introduction moves on or ends")
    group = INTRODUCTIONS


class IntroductionWritten(AboutIntroduction, Kind):
    """There is a message; one notice stands for all that were not read."""

    slug = "introduction-written"
    label = _("New messages in introductions")
    group = INTRODUCTIONS


class IntroductionClosed(AboutIntroduction, Kind):
    slug = "introduction-closed"
    label = _("An introduction moves on or ends")
    group = INTRODUCTIONS


class IntroductionReopened(AboutIntroduction, Kind):
    slug = "introduction-reopened"
    label = _("An introduction moves on or ends")
    group = INTRODUCTIONS


class IntroductionStopped(AboutIntroduction, Kind):
    """The secretariat has ended it for good."""

    slug = "introduction-stopped"
    label = _("An introduction moves on or ends")
    group = INTRODUCTIONS


class IntroductionReported(Kind):
    """Somebody reports a thread; `event.target` is the report. Told to staff."""

    slug = "introduction-reported"
    label = _("Reports of messages in introductions")
    group = SECRETARIAT

    @classmethod
    def may_read(cls, event, person) -> bool:
        return event.target is not None and person.has_perm(
            "introductions.view_report", event.target
        )


class ReportRuled(Kind):
    """The secretariat has looked at a report; told to who made it."""

    slug = "introduction-report-ruled"
    label = _("What became of your report")
    group = INTRODUCTIONS

    @classmethod
    def may_read(cls, event, person) -> bool:
        return event.target is not None and event.target.made_by_id == person.pk

    @classmethod
    def text(cls, event, person) -> str:
        context = {
            "report": event.target,
            "is_upheld": event.target.ruling == Ruling.UPHELD,
            "introduction": event.target.introduction,
            "site_url": settings.SITE_URL,
        }
        return render_to_string(f"notices/{cls.slug}.txt", context)


class StepPlanned(AboutIntroduction, Kind):
    """The other side has planned a next step."""

    slug = "step-planned"
    label = _("Next steps and outcomes")
    group = INTRODUCTIONS


class OutcomeTold(AboutIntroduction, Kind):
    """The other side has said what the introduction led to."""

    slug = "outcome-told"
    label = _("Next steps and outcomes")
    group = INTRODUCTIONS


class StepDue(Kind):
    """A next step is due: `event.data["reminder"]` says how urgent."""

    slug = "step-due"
    label = _("Next steps and outcomes")
    group = INTRODUCTIONS

    @classmethod
    def may_read(cls, event, person) -> bool:
        step = event.target
        return step is not None and person.has_perm(
            "introductions.change_nextstep", step
        )

    @classmethod
    def text(cls, event, person) -> str:
        introduction = event.target.introduction
        reader = introduction.side_of(person)
        context = {
            "event": event,
            "step": event.target,
            "title": disclosure.title(introduction, reader).value,
            "site_url": settings.SITE_URL,
        }
        return render_to_string(f"notices/{cls.slug}.txt", context)
