from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from neascn.demo import large, loading


class Command(BaseCommand):
    help = "Load the demo network; loading it twice adds nothing."

    def add_arguments(self, parser):
        parser.add_argument(
            "--scale",
            choices=["small", "large"],
            default="small",
            help="large: 1,000 local governments, 100,000 solutions of 2,000 "
            "providers, 2,000 needs and 20,000 projects, generated",
        )
        parser.add_argument(
            "--embed",
            action="store_true",
            help="make all vectors and lists now, which takes long; without it the "
            "worker makes them in the background",
        )
        parser.add_argument(
            "--sign-ins", action="store_true", help="only print who can sign in"
        )

    def handle(self, *, scale, embed, sign_ins, **options):
        if not settings.DEMO:
            raise CommandError(
                "The demo's people have a known password: set DEMO=1, which works on "
                "localhost only."
            )
        if not sign_ins:
            loading.load(self.stdout.write)
            if scale == "large":
                large.load(self.stdout.write)
            if embed:
                loading.embed_all(self.stdout.write)
        self.stdout.write("\n".join(loading.sign_ins()))
