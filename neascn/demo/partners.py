"""A city that introduces its own partner, who has begun the shorter form."""

from django.db import transaction

from members.models import Organisation, User
from solutions.models import ProviderApplication
from solutions.services import applying

KEY = "demopartner1"
CITY = "ulaanbaatar"


@transaction.atomic
def load() -> None:
    if ProviderApplication.objects.filter(key=KEY).exists():
        return
    city = Organisation.objects.get(slug=CITY)
    applying.introduce(
        sponsor=city,
        name="Khangai Heat Works",
        email="partner.khangai@example.org",
        language="mn",
        key=KEY,
        kind="company",
        country="MN",
        note="2024 оноос хойш нийслэлийн 40 айлд дулаалга хийж, нүүрсний хэрэглээг 35 хувиар бууруулсан.",
        lang="mn",
        by=User.objects.speaking_for(city).order_by("pk").first(),
    )
