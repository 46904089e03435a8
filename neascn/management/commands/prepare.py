from pathlib import Path

from django.core.management import call_command
from django.core.management.base import BaseCommand
from django.db import connection

from neascn import setup
from neascn.demo import loading
from vocabulary import loading as vocabulary

LOCK = 0x6E656173
"""Two machines that start at once: one migrates, the other waits."""


class Command(BaseCommand):
    help = "Everything before the first request: setup, migrate, the shipped lists."
    requires_system_checks = []

    def add_arguments(self, parser):
        parser.add_argument("--demo", action="store_true", help="the demo network too")
        parser.add_argument(
            "--sign-ins", type=Path, help="a file to write to who can sign in"
        )

    def handle(self, *, demo, sign_ins, **options):
        setup.run(self.stdout.write)
        with connection.cursor() as cursor:
            cursor.execute("SET lock_timeout = 0")
            cursor.execute("SELECT pg_advisory_lock(%s)", [LOCK])
            try:
                call_command("migrate", interactive=False, verbosity=0)
                vocabulary.load()
                if demo:
                    loading.load(self.stdout.write)
                if sign_ins:
                    sign_ins.write_text("\n".join(loading.sign_ins()), "utf-8")
            finally:
                cursor.execute("SELECT pg_advisory_unlock(%s)", [LOCK])
