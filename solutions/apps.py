from django.apps import AppConfig


class SolutionsConfig(AppConfig):
    name = "solutions"

    def ready(self):
        from introductions import companions
        from introductions.about import register
        from solutions import abouts, introducing, receivers

        receivers.connect()
        register(abouts.SOLUTION)
        companions.register(introducing.companions)
