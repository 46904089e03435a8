"""Two organisations put in touch about one thing."""

from django.conf import settings
from django.contrib.contenttypes.fields import GenericForeignKey
from django.contrib.contenttypes.models import ContentType
from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVectorField
from django.db import models
from django.db.models import Exists, F, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce, Greatest, Least
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from core import search
from core.languages import columns
from core.models import Dated
from introductions.models.threads import Message, ReadMark
from introductions.states import MET, UNDER_WAY, IntroductionState, Origin, Side
from members.compliance import Action, open_to
from members.models import Organisation


class IntroductionQuerySet(models.QuerySet):
    def under_way(self):
        return self.filter(state__in=UNDER_WAY)

    def of(self, organisations):
        """Those in which one of these organisations is a side."""
        return self.filter(Q(asker__in=organisations) | Q(asked__in=organisations))

    def about(self, thing):
        kind = ContentType.objects.get_for_model(thing)
        return self.filter(about_type=kind, about_id=thing.pk)

    def relayed(self):
        """Between two whom compliance lets write to each other today."""
        sides = open_to(Action.RELAY, Organisation.objects.all())
        return self.filter(asker__in=sides, asked__in=sides)

    def visible_to(self, user):
        """Twin of introductions.view_introduction: both sides, and the secretariat."""
        if not user.is_authenticated:
            return self.none()
        if user.is_secretariat:
            return self
        return self.of(user.sits_at)

    def waiting_for(self, user):
        """Those that somebody may answer in the name of an organisation of theirs."""
        own = user.speaks_for
        return self.filter(state=IntroductionState.PROPOSED).filter(
            Q(asker__in=own, asker_agreed_at=None)
            | Q(asked__in=own, asked_agreed_at=None)
        )

    def with_news(self, user):
        """Each with `is_news`: somebody else wrote what this person has not seen."""
        marks = ReadMark.objects.filter(introduction=OuterRef("pk"), person=user)
        unseen = Message.objects.filter(
            introduction=OuterRef("pk"), pk__gt=OuterRef("seen_up_to")
        )
        return self.annotate(
            seen_up_to=Coalesce(
                Subquery(marks.values("message_id")[:1]),
                0,
                output_field=models.BigIntegerField(),
            )
        ).annotate(is_news=Exists(unseen.exclude(entered_by=user)))

    def found_by(self, text: str, user):
        """Among messages, titles and names; only what this person may know is searched."""
        wanted = search.query(text)
        if wanted is None:
            return self
        written = Message.objects.filter(
            search=wanted, introduction__in=self.model.objects.relayed()
        )
        met = Q(state__in=MET)
        told = met | Q(title_is_open=True) | Q(owner__in=user.sits_at)
        named = met & (Q(asker__search=wanted) | Q(asked__search=wanted))
        return self.filter(
            Q(pk__in=written.values("introduction")) | (Q(search=wanted) & told) | named
        )

    def with_sides(self):
        return self.select_related("asker__country", "asked__country", "sector").defer(
            "search", "asker__search", "asked__search"
        )


class Introduction(Dated):
    """Who is put in touch with whom, about what, and whether both agreed.

    What it is about is kept with its title as it was then. What the other side
    may know before both have agreed was settled at the start: `asker_is_named`,
    `asked_is_named` and `title_is_open`.
    """

    asker = models.ForeignKey(
        "members.Organisation",
        models.PROTECT,
        related_name="introductions_as_asker",
        verbose_name=_("who asks"),
    )
    asked = models.ForeignKey(
        "members.Organisation",
        models.PROTECT,
        related_name="introductions_as_asked",
        verbose_name=_("who is asked"),
    )
    origin = models.CharField(_("how it came about"), max_length=20, choices=Origin)
    about_type = models.ForeignKey(ContentType, models.PROTECT, related_name="+")
    about_id = models.BigIntegerField()
    about = GenericForeignKey("about_type", "about_id")
    about_kind = models.CharField(_("what it is about"), max_length=40)
    title = models.CharField(_("title"), max_length=200)
    source_lang = models.CharField(
        _("original language"), max_length=10, choices=settings.LANGUAGES
    )
    owner = models.ForeignKey(
        "members.Organisation",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("whose it is"),
    )
    sector = models.ForeignKey(
        "vocabulary.Sector",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("sector"),
    )
    asker_is_named = models.BooleanField(_("the one who asks is named"), default=False)
    asked_is_named = models.BooleanField(
        _("the one who is asked is named"), default=False
    )
    title_is_open = models.BooleanField(_("the title is public"), default=False)
    state = models.CharField(
        _("state"),
        max_length=20,
        choices=IntroductionState,
        default=IntroductionState.PROPOSED,
        editable=False,
    )
    started_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        related_name="+",
        verbose_name=_("started by"),
    )
    asker_agreed_at = models.DateTimeField(
        _("who asks agreed"), null=True, editable=False
    )
    asker_agreed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        editable=False,
        related_name="+",
        verbose_name=_("agreed by"),
    )
    asked_agreed_at = models.DateTimeField(
        _("who is asked agreed"), null=True, editable=False
    )
    asked_agreed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        editable=False,
        related_name="+",
        verbose_name=_("agreed by"),
    )
    ended_at = models.DateTimeField(_("ended"), null=True, editable=False)
    ended_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        editable=False,
        related_name="+",
        verbose_name=_("ended by"),
    )
    end_reason = models.TextField(_("reason"), blank=True, editable=False)
    end_lang = models.CharField(
        max_length=10, choices=settings.LANGUAGES, blank=True, editable=False
    )
    stirred_at = models.DateTimeField(
        _("last news"), help_text=_("The last message or change of state.")
    )
    is_demo = models.BooleanField(default=False, editable=False)
    search = SearchVectorField(null=True, editable=False)

    objects = IntroductionQuerySet.as_manager()

    class Meta:
        verbose_name = _("introduction")
        verbose_name_plural = _("introductions")
        ordering = ["-stirred_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=IntroductionState.values),
                name="introduction_state_is_known",
            ),
            models.CheckConstraint(
                condition=Q(origin__in=Origin.values),
                name="introduction_origin_is_known",
            ),
            models.CheckConstraint(
                condition=~Q(asker=F("asked")), name="introduction_is_between_two"
            ),
            # Either side may have asked: one thing is open between two once.
            models.UniqueConstraint(
                Least("asker", "asked"),
                Greatest("asker", "asked"),
                "about_type",
                "about_id",
                condition=Q(state__in=UNDER_WAY),
                name="introduction_under_way_once",
            ),
            models.CheckConstraint(
                condition=Q(asker_agreed_at=None, asker_agreed_by=None)
                | Q(asker_agreed_at__isnull=False, asker_agreed_by__isnull=False),
                name="introduction_asker_agreed_at_and_by_together",
            ),
            models.CheckConstraint(
                condition=Q(asked_agreed_at=None, asked_agreed_by=None)
                | Q(asked_agreed_at__isnull=False, asked_agreed_by__isnull=False),
                name="introduction_asked_agreed_at_and_by_together",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=MET)
                | Q(asker_agreed_at__isnull=False, asked_agreed_at__isnull=False),
                name="introduction_met_when_both_agreed",
            ),
            models.CheckConstraint(
                condition=Q(ended_at=None, ended_by=None)
                | Q(ended_at__isnull=False, ended_by__isnull=False),
                name="introduction_ended_at_and_by_together",
            ),
            models.CheckConstraint(
                condition=Q(state__in=UNDER_WAY, ended_at=None)
                | (~Q(state__in=UNDER_WAY) & Q(ended_at__isnull=False)),
                name="introduction_ended_has_an_end",
            ),
            models.CheckConstraint(
                condition=Q(end_reason="") | ~Q(end_lang=""),
                name="introduction_end_reason_has_a_language",
            ),
        ]
        indexes = [
            GinIndex(fields=["search"], name="introduction_search"),
            models.Index(fields=["about_type", "about_id"], name="introduction_about"),
            models.Index(
                fields=["asker", "-stirred_at"], name="introduction_asker_newest"
            ),
            models.Index(
                fields=["asked", "-stirred_at"], name="introduction_asked_newest"
            ),
        ]

    def __str__(self):
        return str(_("Introduction %(number)s") % {"number": self.pk})

    def get_absolute_url(self):
        return reverse("introductions:detail", args=[self.pk])

    def derive(self):
        """The search column from the title, for `save` and for bulk loading."""
        self.search = search.vector(
            *(getattr(self, name) or "" for name in columns("title"))
        )

    def save(self, *args, **kwargs):
        """The search column follows the title, whoever saves it."""
        self.derive()
        if fields := kwargs.get("update_fields"):
            kwargs["update_fields"] = {*fields, "search"}
        super().save(*args, **kwargs)

    @property
    def is_under_way(self) -> bool:
        return self.state in UNDER_WAY

    @property
    def has_met(self) -> bool:
        """Both have agreed; names show from then on."""
        return self.asker_agreed_at is not None and self.asked_agreed_at is not None

    @property
    def sides(self) -> dict[str, int]:
        """The organisation of each side, by number."""
        return {Side.ASKER: self.asker_id, Side.ASKED: self.asked_id}

    def organisation(self, side: str):
        return {Side.ASKER: self.asker, Side.ASKED: self.asked}[Side(side)]

    def side_of(self, user) -> Side | None:
        """On which side a person sits, the asker's first; none for staff."""
        seats = user.sits_at if user.is_authenticated else set()
        return next((Side(s) for s, pk in self.sides.items() if pk in seats), None)

    def spoken_for_by(self, user) -> list[Side]:
        """The sides in whose name a person may act."""
        spoken = user.speaks_for if user.is_authenticated else set()
        return [Side(side) for side, pk in self.sides.items() if pk in spoken]

    @property
    def agreed_at(self):
        """Since when both have agreed; None until then."""
        return max(self.asker_agreed_at, self.asked_agreed_at) if self.has_met else None

    def has_agreed(self, side: str) -> bool:
        return getattr(self, f"{Side(side).value}_agreed_at") is not None
