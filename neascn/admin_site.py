from django.contrib.admin import AdminSite
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.shortcuts import redirect, resolve_url
from django.utils import translation
from django.utils.translation import gettext_lazy as _

from core import work_queue
from core.admin import StaffAdmin


class PortalAdminSite(AdminSite):
    """The secretariat's side. It has no door of its own: sign-in is the portal's."""

    site_header = _("NEASCN secretariat")
    site_title = _("NEASCN secretariat")
    index_title = _("Work queue")
    enable_nav_sidebar = False

    def register(self, model_or_iterable, admin_class=None, **options):
        """Only pages of the portal's own: those that packages bring ask other rights."""
        if admin_class is not None and issubclass(admin_class, StaffAdmin):
            super().register(model_or_iterable, admin_class, **options)

    def admin_view(self, view, cacheable=False):
        """The admin's addresses name no language: it speaks its reader's own."""
        inner = super().admin_view(view, cacheable)

        def in_own_language(request, *args, **kwargs):
            if request.user.is_authenticated:
                translation.activate(request.user.language)
                request.LANGUAGE_CODE = translation.get_language()
            return inner(request, *args, **kwargs)

        return in_own_language

    def index(self, request, extra_context=None):
        queue = list(work_queue.lines(self, request))
        return super().index(request, {"queue": queue, **(extra_context or {})})

    def login(self, request, extra_context=None):
        if request.user.is_authenticated:
            raise PermissionDenied
        target = request.GET.get("next") or request.get_full_path()
        return redirect_to_login(target, resolve_url("account_login"))

    def logout(self, request, extra_context=None):
        return redirect("account_logout")

    def password_change(self, request, extra_context=None):
        return redirect("account_change_password")
