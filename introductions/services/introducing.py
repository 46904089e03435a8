"""Put two organisations in touch. What each side says to it is in `answering`."""

from datetime import timedelta

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from core.errors import DomainError
from core.languages import column
from core.text import clean
from introductions import contacts, relay
from introductions.about import About, about_of
from introductions.models import Introduction, Message
from introductions.notices import IntroductionAsked
from introductions.signals import introduction_moved
from introductions.states import IntroductionState, Origin, Side
from members.models import Organisation, User
from notifications import services as notifications

MOST_A_DAY = 20
RESTS = timedelta(days=90)


class AlreadyIntroduced(DomainError):
    """The two are in touch about this; `introduction` is where."""

    def __init__(self, introduction: Introduction):
        super().__init__(_("The two sides are in touch about this already."))
        self.introduction = introduction


@transaction.atomic
def start(
    *,
    asker: Organisation,
    asked: Organisation,
    about,
    text: str,
    lang: str,
    by: User,
    origin: Origin | str,
) -> Introduction:
    """Ask one organisation to be put in touch with another about one thing.

    Whoever asks has agreed; where the secretariat suggests it, nobody has yet.
    Raises AlreadyIntroduced, or another DomainError that says why not.
    """
    relay.check(asker, asked, by=by)
    _check_new(asker, asked, about, by)
    introduction = _made(asker, asked, about, by, Origin(origin))
    announce(IntroductionAsked, introduction, by)
    _write_first(introduction, clean(text), lang, by)
    return introduction


# --- Parts ---------------------------------------------------------------------------


def lock(introduction: Introduction) -> Introduction:
    return (
        Introduction.objects.select_for_update(of=("self",), no_key=True)
        .select_related("asker__country", "asked__country")
        .get(pk=introduction.pk)
    )


def _made(asker, asked, about, by, origin: Origin) -> Introduction:
    kind = about_of(about)
    now = timezone.now()
    owner = kind.owner(about)
    introduction = Introduction(
        asker=asker,
        asked=asked,
        origin=origin,
        about=about,
        about_kind=kind.kind,
        source_lang=about.source_lang,
        owner=owner,
        sector=kind.sector(about),
        title_is_open=kind.is_public(about),
        asker_is_named=_is_public_part(asker, owner, kind, about),
        asked_is_named=_is_public_part(asked, owner, kind, about),
        started_by=by,
        stirred_at=now,
        is_demo=asker.is_demo or asked.is_demo,
    )
    for code, title in kind.titles(about).items():
        setattr(introduction, column("title", code), title[:200])
    if origin != Origin.STAFF:
        introduction.asker_agreed_at, introduction.asker_agreed_by = now, by
    try:
        with transaction.atomic():
            introduction.save()
    except IntegrityError:
        # The other one asked at the same moment.
        raise AlreadyIntroduced(_open_between(asker, asked, about).get()) from None
    return introduction


def _is_public_part(side: Organisation, owner, kind: About, about) -> bool:
    """Providers are named when they are listed; a local government only with a
    thing of its own that everybody may read: what else it asks for is its own affair."""
    if not side.is_public:
        return False
    if not side.is_local_government:
        return True
    return owner == side and kind.is_public(about)


def _write_first(introduction: Introduction, text: str, lang: str, by: User) -> None:
    """The words that it begins with. Addresses in them are refused to their author;
    in what staff pass on for somebody they become gaps."""
    is_suggested = introduction.origin == Origin.STAFF
    is_theirs = introduction.asker_id in by.sits_at
    if is_theirs:
        refuse_contacts(text)
    if not text:
        return
    Message.objects.create(
        introduction=introduction,
        side=Side.PORTAL if is_suggested else Side.ASKER,
        text=contacts.masked(text),
        lang=lang,
        author=by if is_theirs or is_suggested else None,
        entered_by=by,
    )


def refuse_contacts(text: str) -> None:
    """Until both have agreed, nobody passes an address on by hand either."""
    if found := contacts.found_in(text):
        raise DomainError(
            _(
                "Leave e-mail addresses and telephone numbers out until both sides have agreed: %(found)s"
            )
            % {"found": ", ".join(found)}
        )


def _open_between(asker, asked, about):
    return Introduction.objects.about(about).under_way().of([asker]).of([asked])


def _check_new(asker, asked, about, by) -> None:
    if asker == asked:
        raise DomainError(_("An introduction is between two organisations."))
    if there := _open_between(asker, asked, about).first():
        raise AlreadyIntroduced(there)
    if by.is_staff:
        return
    now = timezone.now()
    asks = Introduction.objects.filter(asker=asker)
    no = asks.about(about).filter(
        asked=asked,
        state__in=[IntroductionState.DECLINED, IntroductionState.STOPPED],
        ended_at__gt=now - RESTS,
    )
    if no.exists():
        raise DomainError(
            _("This was declined not long ago. Ask again after three months.")
        )
    if asks.filter(created_at__gt=now - timedelta(days=1)).count() >= MOST_A_DAY:
        raise DomainError(
            _(
                "Your organisation has asked for many introductions today. Go on tomorrow."
            )
        )


def announce(kind, introduction: Introduction, by: User, **data) -> None:
    """Tell both sides but whoever did it, and the apps above."""
    notifications.announce(
        kind, about=introduction, by=by, to=speakers(introduction), **data
    )
    introduction_moved.send(
        sender=None, introduction_id=introduction.pk, state=introduction.state
    )


def speakers(introduction: Introduction, *sides: Side) -> list[User]:
    """Those who speak for the sides, for both when none is named."""
    chosen = sides or (Side.ASKER, Side.ASKED)
    return [
        person
        for side in chosen
        for person in User.objects.speaking_for(introduction.organisation(side))
    ]
