from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class SolutionsConfig(AppConfig):
    name = "solutions"
    verbose_name = _("Solutions")

    def ready(self):
        from introductions import companions
        from introductions.about import register
        from solutions import abouts, introducing, receivers

        receivers.connect()
        register(abouts.SOLUTION)
        companions.register(introducing.companions)
