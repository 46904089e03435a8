from django.core.management.base import BaseCommand

from neascn import setup


class Command(BaseCommand):
    help = "Message catalogues, encoder, static files; what is done is skipped."
    requires_system_checks = []

    def handle(self, **options):
        setup.run(self.stdout.write)
