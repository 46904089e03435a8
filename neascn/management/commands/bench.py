import json

from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError

from neascn import benchmarks
from neascn.benchmarks import pages


class Command(BaseCommand):
    help = "The benchmarks, as JSON lines and as a table."

    def add_arguments(self, parser):
        parser.add_argument(
            "--scale",
            choices=["small", "large"],
            default="small",
            help="large: load 100,000 generated solutions first, once, which takes "
            "an hour",
        )

    def handle(self, *, scale, **options):
        if scale == "large":
            pages.remember()
            call_command("demo", scale="large", embed=True)
        found = []
        for figure in benchmarks.figures():
            found.append(figure)
            self.stdout.write(json.dumps(figure.as_json(), ensure_ascii=False))
            self.stdout.flush()
        self.stdout.write("")
        for figure in found:
            word = "ok" if figure.passes else "MISSED"
            sign = "≥" if figure.floor else "≤"
            self.stdout.write(
                f"{figure.name:44} {figure.value:>8} {figure.unit:8} "
                f"{sign} {figure.limit:<6} {word}"
            )
        if missed := [figure.name for figure in found if not figure.passes]:
            raise CommandError(f"Missed: {', '.join(missed)}")
