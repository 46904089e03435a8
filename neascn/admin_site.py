from django.contrib.admin import AdminSite
from django.contrib.auth.views import redirect_to_login
from django.shortcuts import resolve_url
from django.utils.translation import gettext_lazy as _


class PortalAdminSite(AdminSite):
    """The secretariat's side. It has no door of its own: sign-in is the portal's."""

    site_header = _("NEASCN secretariat")
    site_title = _("NEASCN secretariat")
    index_title = _("Work queue")
    enable_nav_sidebar = False

    def login(self, request, extra_context=None):
        target = request.GET.get("next") or request.get_full_path()
        return redirect_to_login(target, resolve_url("account_login"))
