import zoneinfo
from functools import cache, cached_property

from django.conf import settings
from django.contrib.auth.models import (
    AbstractBaseUser,
    BaseUserManager,
    PermissionsMixin,
)
from django.contrib.postgres.fields import ArrayField
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models.functions import Lower
from django.utils.timezone import now
from django.utils.translation import gettext_lazy as _

from members.models.names import Named
from members.models.screened import Screened, constraints
from members.states import SPEAKS, WRITES, StaffRole


def check_zone(value: str) -> None:
    if value not in known_zones():
        raise ValidationError(_("This is not a time zone."), code="zone")


@cache
def known_zones() -> frozenset[str]:
    return frozenset(zoneinfo.available_timezones())


class UserQuerySet(models.QuerySet):
    def active(self):
        return self.filter(is_active=True)

    def staff_with(self, *roles: StaffRole):
        """Staff who hold one of the roles."""
        return self.active().filter(is_staff=True, staff_roles__overlap=list(roles))

    def speaking_for(self, organisation):
        """People whose seat may act in an organisation's name today, each once."""
        return self.active().filter(
            seats__organisation=organisation,
            seats__role__in=SPEAKS,
            seats__ended_at=None,
        )


class UserManager(BaseUserManager.from_queryset(UserQuerySet)):
    def create_user(self, email, password=None, **fields):
        user = self.model(email=self.normalize_email(email), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def create_superuser(self, email, password=None, **fields):
        return self.create_user(
            email, password, is_staff=True, is_superuser=True, **fields
        )

    def get_by_natural_key(self, email):
        return self.get(email__iexact=email)


class User(Named, Screened, AbstractBaseUser, PermissionsMixin):
    """A person who signs in. Their rights come from seats and staff roles."""

    email = models.EmailField(_("e-mail address"), unique=True)
    language = models.CharField(
        _("language"),
        max_length=10,
        choices=settings.LANGUAGES,
        default="en",
        help_text=_("Letters from the portal are written in this language."),
    )
    timezone = models.CharField(
        _("time zone"), max_length=40, blank=True, validators=[check_zone]
    )
    is_staff = models.BooleanField(_("WeGO staff"), default=False)
    staff_roles = ArrayField(
        models.CharField(max_length=20, choices=StaffRole),
        verbose_name=_("staff roles"),
        default=list,
        blank=True,
    )
    is_active = models.BooleanField(_("active"), default=True)
    is_demo = models.BooleanField(_("demo person"), default=False, editable=False)
    date_joined = models.DateTimeField(_("joined"), default=now)

    objects = UserManager()

    # Told by `members.acting` for one request: the office chosen in the menu.
    acting_for_id: int | None = None

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"

    class Meta:
        verbose_name = _("person")
        verbose_name_plural = _("people")
        ordering = ["family_latin", "given_latin", "email"]
        constraints = [
            models.UniqueConstraint(
                Lower("email"),
                name="user_email_is_unique",
                violation_error_message=_("Somebody has this e-mail address already."),
            ),
            models.CheckConstraint(
                condition=models.Q(is_staff=True) | models.Q(staff_roles=[]),
                name="user_staff_roles_are_for_staff",
            ),
            *constraints("user"),
        ]

    def __str__(self):
        return self.get_full_name() or self.email

    def get_full_name(self):
        return str(self.person_name)

    def get_short_name(self):
        return self.given_latin or self.email.partition("@")[0]

    @cached_property
    def current_seats(self) -> list:
        """Seats held now; asked once a request, so an ended seat ends its rights."""
        if not self.is_active:
            return []
        seats = self.seats.current().with_standing()
        return list(seats.select_related("organisation"))

    @property
    def is_official(self) -> bool:
        """Whether the person has a seat at a local government, member or not."""
        return any(s.organisation.is_local_government for s in self.current_seats)

    @property
    def is_member(self) -> bool:
        """Whether the person has a seat at a local government that is a member today.

        A candidate is not yet one; who is suspended or has withdrawn is none now.
        """
        return any(
            seat.is_in_network and seat.organisation.is_local_government
            for seat in self.current_seats
        )

    @property
    def cities_written_for(self) -> list:
        """Local governments whose needs and plans this person may write.

        The one they act for now comes first.
        """
        found = [
            seat.organisation
            for seat in self.current_seats
            if seat.role in WRITES and seat.organisation.is_local_government
        ]
        return sorted(found, key=lambda city: city.pk != self.acting_for_id)

    @property
    def acting_for(self):
        """The organisation this person acts for now: the chosen one, else the first."""
        held = [seat.organisation for seat in self.current_seats]
        chosen = (place for place in held if place.pk == self.acting_for_id)
        return next(chosen, held[0] if held else None)

    def holds(self, *roles: StaffRole) -> bool:
        """Whether this is active staff with one of the roles, or a superuser."""
        if not (self.is_active and self.is_staff):
            return False
        return self.is_superuser or bool(set(roles) & set(self.staff_roles))

    @property
    def is_secretariat(self) -> bool:
        return self.holds(StaffRole.SECRETARIAT)

    def organisations_with(self, roles: frozenset) -> set[int]:
        return {s.organisation_id for s in self.current_seats if s.role in roles}

    @property
    def writes_for(self) -> set[int]:
        """Ids of the organisations whose things this person may change."""
        return self.organisations_with(WRITES)

    @property
    def speaks_for(self) -> set[int]:
        """Ids of the organisations in whose name this person may act."""
        return self.organisations_with(SPEAKS)

    @property
    def sits_at(self) -> set[int]:
        """Ids of all organisations where this person has a seat."""
        return {seat.organisation_id for seat in self.current_seats}
