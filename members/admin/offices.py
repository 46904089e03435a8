"""People, where they sit, and who is in charge."""

from django.contrib import admin
from django.db.models import DateTimeField, F, OuterRef, Subquery
from django.db.models.functions import Cast, Coalesce
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from modeltranslation.admin import TranslationAdmin

from core import work_queue
from core.access import fetch
from core.admin import Button, StaffAdmin
from core.work_queue import Queue, QueueFilter
from members import terms
from members.admin.screening import (
    STATUS_COLUMNS,
    ScreenedAdmin,
    ScreeningOfPersonInline,
)
from members.models import CscoTerm, HeadTerm, Invitation, Organisation, Seat, User
from members.office_forms import RedactionForm
from members.services import offices, people


@admin.register(Seat)
class SeatAdmin(StaffAdmin):
    list_display = ["person", "organisation", "role", "created_at", "ended_at"]
    list_filter = ["role", ("ended_at", admin.EmptyFieldListFilter)]
    list_select_related = ["person", "organisation"]
    search_fields = ["person__email", "person__family_latin", "organisation__slug"]
    autocomplete_fields = ["person", "organisation"]
    date_hierarchy = "created_at"

    def get_readonly_fields(self, request, obj=None):
        return ["person", "organisation", "ended_at"] if obj else ["ended_at"]

    def has_change_permission(self, request, obj=None):
        """A seat that ended is history."""
        if obj is not None and obj.ended_at is not None:
            return False
        return super().has_change_permission(request, obj)

    def get_urls(self):
        return [self.own_path("end", self.end_view, "end"), *super().get_urls()]

    def buttons(self, request, obj):
        if not self.has_change_permission(request, obj):
            return []
        url = self.url("end", obj.pk)
        return [Button(gettext("End this seat"), url, tone="quiet")]

    def end_view(self, request, pk):
        seat = fetch(request.user, "members.change_seat", Seat, pk=pk)
        if request.method != "POST":
            return redirect(self.object_url(seat))
        return self.perform(request, seat, offices.end_seat)


@admin.register(Invitation)
class InvitationAdmin(StaffAdmin):
    """To look at; invited, sent again and taken back on the page of the office."""

    list_display = ["email", "organisation", "role", "expires_at", "accepted_at"]
    list_filter = [
        "role",
        ("accepted_at", admin.EmptyFieldListFilter),
        ("revoked_at", admin.EmptyFieldListFilter),
    ]
    list_select_related = ["organisation"]
    search_fields = ["email", "organisation__slug"]
    date_hierarchy = "created_at"


@admin.register(CscoTerm)
class CscoTermAdmin(StaffAdmin):
    list_display = ["person", "organisation", "starts", "ends", "is_acting"]
    list_filter = ["is_acting"]
    list_select_related = ["person", "organisation"]
    search_fields = ["person__email", "person__family_latin", "organisation__slug"]
    autocomplete_fields = ["person", "organisation"]
    readonly_fields = ["letter"]
    date_hierarchy = "starts"


@admin.register(HeadTerm)
class HeadTermAdmin(StaffAdmin, TranslationAdmin):
    list_display = ["__str__", "title", "organisation", "starts", "ends"]
    list_filter = ["title"]
    list_select_related = ["title", "organisation"]
    search_fields = ["family_latin", "given_latin", "name_native", "organisation__slug"]
    autocomplete_fields = ["organisation", "title"]
    date_hierarchy = "starts"


@admin.register(User)
class UserAdmin(ScreenedAdmin):
    """People. Passwords and second factors are theirs; staff is a superuser's matter."""

    list_display = ["__str__", "email", "language", "is_staff", "is_active"]
    list_filter = [
        QueueFilter,
        "compliance_status",
        "is_staff",
        "is_active",
        "is_demo",
        "language",
    ]
    search_fields = ["email", "family_latin", "given_latin", "name_native"]
    ordering = ["email"]
    date_hierarchy = "date_joined"
    fields = [
        "email",
        "name_native",
        "name_lang",
        "family_latin",
        "given_latin",
        "patronymic",
        "display_order",
        "salutation",
        "language",
        "timezone",
        "is_active",
        "is_staff",
        "staff_roles",
        "is_superuser",
        "last_login",
        "date_joined",
        *STATUS_COLUMNS,
    ]
    staff_fields = ["is_staff", "staff_roles", "is_superuser"]
    inlines = [ScreeningOfPersonInline]

    def get_inlines(self, request, obj):
        return self.inlines if obj else []

    def get_readonly_fields(self, request, obj=None):
        """An address is changed by its owner, who confirms the new one."""
        kept = ["last_login", "date_joined", *STATUS_COLUMNS]
        kept += ["email"] if obj else []
        return kept if request.user.is_superuser else [*kept, *self.staff_fields]

    def has_change_permission(self, request, obj=None):
        if obj is not None and obj.is_staff and not request.user.is_superuser:
            return False
        return super().has_change_permission(request, obj)

    def save_model(self, request, obj, form, change):
        """Somebody new sets a password by the link of “forgot your password”."""
        if not change:
            obj.set_unusable_password()
        super().save_model(request, obj, form, change)

    # --- Redaction ------------------------------------------------------------------

    def get_urls(self):
        return [
            self.own_path("redact", self.redact_view, "redact"),
            *super().get_urls(),
        ]

    def buttons(self, request, obj):
        buttons = super().buttons(request, obj)
        if not self._may_redact(request, obj):
            return buttons
        url = self.url("redact", obj.pk)
        return [
            *buttons,
            Button(gettext("Redact this person"), url, tone="quiet", asks=True),
        ]

    def _may_redact(self, request, obj) -> bool:
        may = request.user.has_perm("members.redact_user", obj)
        return may and obj != request.user and self.has_change_permission(request, obj)

    def redact_view(self, request, pk):
        """Shows where the name stands, then asks; other spellings are looked for too."""
        person = fetch(request.user, "members.redact_user", User, pk=pk)
        if not self._may_redact(request, person):
            return redirect(self.object_url(person))
        only_looks = "look" in request.POST
        form = RedactionForm(
            None if only_looks else request.POST or None,
            initial=request.POST.dict(),
        )
        if form.is_valid():
            data = form.cleaned_data
            facts = {"reason": data["reason"], "more": data["spellings"]}
            return self.perform(request, person, people.redact, **facts)
        words = people.words_of(person, request.POST.get("spellings", "").splitlines())
        context = {
            **self.page_context(request, person),
            "title": gettext("Redact this person"),
            "form": form,
            "label": gettext("Redact for good"),
            "media": self.media + form.media,
            "words": words,
            "traces": people.traces(words),
        }
        status = 422 if form.is_bound and form.errors else 200
        page = "admin/members/user/redact.html"
        return TemplateResponse(request, page, context, status=status)


def _without_csco(organisations):
    """With the day since when; one that never had a CSCO waits from the beginning."""
    last = CscoTerm.objects.past().filter(organisation=OuterRef("pk"))
    ended = Subquery(last.order_by("-ends").values("ends")[:1])
    return terms.without_csco(organisations).annotate(
        gap_since=Coalesce(
            Cast(ended, DateTimeField()), F("created_at"), output_field=DateTimeField()
        )
    )


work_queue.register(
    Queue(
        name="without-csco",
        label=_("Members without a Chief Smart City Officer"),
        model=Organisation,
        rows=_without_csco,
        since="gap_since",
    )
)
