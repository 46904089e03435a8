from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from neascn import catalogues

SHOWN = 20


class Command(BaseCommand):
    help = (
        "Bring the message catalogues of the five languages up to date with the code."
    )
    requires_system_checks = []

    def add_arguments(self, parser):
        parser.add_argument(
            "--check",
            action="store_true",
            help="write nothing; fail unless every catalogue is complete",
        )

    def handle(self, *, check: bool, **options):
        messages = catalogues.extract(settings.BASE_DIR)
        if check:
            self._check(messages)
        else:
            self._write(messages)

    def _write(self, messages):
        for language in catalogues.LANGUAGES:
            catalogue = catalogues.update(language, messages)
            path = catalogues.path_of(language)
            path.parent.mkdir(parents=True, exist_ok=True)
            catalogue.save(str(path))
            missing = len(catalogue.untranslated_entries())
            self.stdout.write(f"{language}: {len(catalogue)} texts, {missing} to do")

    def _check(self, messages):
        count = 0
        for language in catalogues.LANGUAGES:
            faults = list(catalogues.faults(language, messages))
            count += len(faults)
            for fault in faults[:SHOWN]:
                self.stderr.write(f"{language}: {fault}")
            if len(faults) > SHOWN:
                self.stderr.write(f"{language}: … and {len(faults) - SHOWN} more")
        if count:
            raise CommandError(
                f"{count} faults in the catalogues. `python manage.py messages` "
                "brings them up to date; then translate what is empty."
            )
        self.stdout.write(f"{len(messages)} texts, complete in all languages")
