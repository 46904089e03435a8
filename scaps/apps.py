from django.apps import AppConfig


class ScapsConfig(AppConfig):
    name = "scaps"

    def ready(self):
        from scaps import receivers

        receivers.connect()
