from django.contrib import admin
from modeltranslation.admin import TranslationAdmin

from core.admin import StaffAdmin
from members.models import NetworkMeeting, PublicFact


@admin.register(NetworkMeeting)
class NetworkMeetingAdmin(StaffAdmin, TranslationAdmin):
    group_fieldsets = True
    list_display = ["title", "network", "starts_on", "place"]
    list_filter = ["network"]
    list_select_related = ["network"]
    search_fields = ["slug", "title"]
    autocomplete_fields = ["network"]
    date_hierarchy = "starts_on"


@admin.register(PublicFact)
class PublicFactAdmin(StaffAdmin, TranslationAdmin):
    group_fieldsets = True
    list_display = ["text", "organisation", "source"]
    list_select_related = ["organisation"]
    search_fields = ["slug", "text", "organisation__slug"]
    autocomplete_fields = ["organisation"]
