"""What invented providers subscribed to; the worker looks for what fits."""

from django.db import transaction

from members.models import Organisation, User
from neascn.demo.files import read
from solutions.models import NeedSubscription
from solutions.services import subscriptions
from vocabulary.models import Country, NeedType, Sector, SolutionArea

LISTS = {
    "sectors": Sector,
    "areas": SolutionArea,
    "types": NeedType,
    "countries": Country,
}


@transaction.atomic
def load() -> None:
    rows = NeedSubscription.objects.select_related("organisation")
    known = {(row.organisation.slug, row.name) for row in rows}
    for row in read("subscriptions"):
        if (row["organisation"], row["name"]) not in known:
            _subscribe(row)


def _subscribe(row: dict) -> None:
    lists = {
        name: model.objects.filter(code__in=row[name]) for name, model in LISTS.items()
    }
    subscriptions.subscribe(
        Organisation.objects.get(slug=row["organisation"]),
        row | lists,
        by=User.objects.get(email=row["by"]),
    )
