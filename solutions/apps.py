from django.apps import AppConfig


class SolutionsConfig(AppConfig):
    name = "solutions"

    def ready(self):
        from solutions import receivers

        receivers.connect()
