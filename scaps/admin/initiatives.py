"""Joint initiatives as staff see them: cities write them, the secretariat reads."""

from django.contrib import admin

from core.admin import StaffAdmin, StaffInline
from scaps.models import FollowUp, Initiative, InitiativeStep, Participation


class ParticipationInline(StaffInline, admin.TabularInline):
    model = Participation
    fields = [
        "organisation",
        "state",
        "visibility",
        "invited_at",
        "answered_at",
        "answered_by",
        "left_at",
        "reason",
    ]
    readonly_fields = fields


class StepInline(StaffInline, admin.TabularInline):
    model = InitiativeStep
    fields = ["title", "who", "due_on", "done_on"]
    readonly_fields = fields


class FollowUpInline(StaffInline, admin.TabularInline):
    model = FollowUp
    fields = ["noted_on", "text", "organisation", "written_by"]
    readonly_fields = fields


@admin.register(Initiative)
class InitiativeAdmin(StaffAdmin):
    list_display = ["__str__", "lead", "state", "started_at", "next_review_on"]
    list_filter = ["state", "visibility"]
    list_select_related = ["lead"]
    fields = [
        "title",
        "aim",
        "outcome",
        "lead",
        "overlap",
        "sectors",
        "state",
        "visibility",
        "started_at",
        "ended_at",
        "end_cause",
        "end_reason",
        "next_review_on",
        "entered_by",
    ]
    readonly_fields = fields
    inlines = [ParticipationInline, StepInline, FollowUpInline]
