from django.apps import AppConfig


class ScapsConfig(AppConfig):
    name = "scaps"

    def ready(self):
        from introductions.about import register
        from scaps import abouts, receivers

        receivers.connect()
        register(abouts.NEED)
        register(abouts.PROJECT)
