from django.apps import AppConfig
from django.contrib.admin.apps import AdminConfig


class PortalAdminConfig(AdminConfig):
    default_site = "neascn.admin_site.PortalAdminSite"


class PortalConfig(AppConfig):
    name = "neascn"
