from django.apps import AppConfig
from django.contrib.admin.apps import AdminConfig


class PortalAdminConfig(AdminConfig):
    default_site = "neascn.admin_site.PortalAdminSite"


class PortalConfig(AppConfig):
    name = "neascn"

    def ready(self):
        # Tasks that are sent, not only those that are run, need the portal's app.
        import neascn.celery  # noqa: F401
