from django.apps import AppConfig


class ScapsConfig(AppConfig):
    name = "scaps"
