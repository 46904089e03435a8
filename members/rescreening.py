"""Everybody's names against the lists in use, in pieces of two seconds.

What is found waits for a compliance officer. Until then the party's status is
“possible finding”, which restricts; nothing else happens by itself.
"""

from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta
from time import monotonic
from typing import Any

import pghistory
from django.db import transaction
from django.utils import timezone

from core.languages import CODES, column
from members import screening
from members.models import (
    Finding,
    ListEntry,
    Organisation,
    Screening,
    ScreeningList,
    User,
)
from members.models.screening import about
from members.signals import screened
from members.states import ComplianceStatus, Verdict

PREPARED_AT_ONCE = 200
CHANGED_WITHIN = timedelta(days=2)
PARTIES: dict[str, Any] = {"organisation": Organisation, "person": User}
"""In this order everybody is screened."""
OPEN_TO_DOUBT = frozenset({ComplianceStatus.NOT_SCREENED, ComplianceStatus.CLEAR})


# --- A new edition of a list -----------------------------------------------------------


def prepare(list_id: int, *, until: float) -> bool:
    """Work out keys of entries until the time is over; say whether all have some."""
    entries = ListEntry.objects.filter(screening_list_id=list_id, keys=None)
    while batch := list(entries.order_by("pk")[:PREPARED_AT_ONCE]):
        for entry in batch:
            entry.keys = sorted(screening.keys(entry.names, entry.kind))
        ListEntry.objects.bulk_update(batch, ["keys"])
        if monotonic() >= until:
            return not entries.exists()
    return True


@transaction.atomic
def put_to_use(list_id: int) -> bool:
    """Let a prepared edition take the place of the one before it, unless it is newer."""
    edition = ScreeningList.objects.select_for_update(of=("self",)).get(pk=list_id)
    others = ScreeningList.objects.current().filter(name=edition.name)
    newer = others.filter(date__gt=edition.date)
    if edition.is_current or newer.exists():
        return edition.is_current
    for before in others.select_for_update(of=("self",)):
        before.is_current = False
        before.save(update_fields=["is_current", "updated_at"])
        ListEntry.objects.filter(screening_list=before)._raw_delete("default")
    edition.is_current, edition.used_from = True, timezone.now()
    edition.save(update_fields=["is_current", "used_from", "updated_at"])
    return True


# --- Everybody -----------------------------------------------------------------------------


def screen_some(
    kind: str, after: int, *, until: float, changed_only: bool = False
) -> tuple[str, int] | None:
    """Parties after one of a kind, as many as there is time for; where to go on."""
    rows = changed(kind) if changed_only else parties(kind)
    for pk in rows.filter(pk__gt=after).values_list("pk", flat=True):
        screen_one(kind, pk)
        after = pk
        if monotonic() >= until:
            return kind, after
    kinds = list(PARTIES)
    following = kinds[kinds.index(kind) + 1 :]
    return (following[0], 0) if following else None


def parties(kind: str):
    """Whom screening is about: all organisations; people who are not staff."""
    rows = PARTIES[kind].objects.order_by("pk")
    return rows.filter(is_staff=False, is_active=True) if kind == "person" else rows


def changed(kind: str):
    """Those whose row is new or was changed since the night before last."""
    since = timezone.now() - CHANGED_WITHIN
    events = PARTIES[kind].pgh_event_model.objects.filter(pgh_created_at__gte=since)
    return parties(kind).filter(pk__in=events.values("pgh_obj_id"))


def mark_screened(*, since: datetime) -> None:
    """All are through: say so at the lists that were in use all the time."""
    for edition in ScreeningList.objects.current().filter(used_from__lte=since):
        edition.screened_at = timezone.now()
        edition.found_count = (
            Finding.objects.open().filter(list_name=edition.name).count()
        )
        edition.save(update_fields=["screened_at", "found_count", "updated_at"])


def screen_one(kind: str, pk: int) -> int:
    """Compare one party with the lists in use; say how many findings are new."""
    party = (
        PARTIES[kind]
        .objects.select_related(*(["country"] if kind == "organisation" else []))
        .get(pk=pk)
    )
    found = list(_alike(party, kind))
    if not found:
        return 0
    with transaction.atomic():
        party = PARTIES[kind].objects.select_for_update(of=("self",)).get(pk=pk)
        new = [row for entry, like in found if (row := _keep(party, entry, like))]
        if new and party.compliance_status in OPEN_TO_DOUBT:
            _doubt(party, new)
    return len(new)


def _alike(party, kind: str) -> Iterator[tuple[ListEntry, screening.Likeness]]:
    names = names_of(party)
    country = country_of(party)
    for entry in candidates(names, kind):
        like = screening.likeness(
            names,
            entry.names,
            kind=kind,
            countries_differ=bool(country and entry.country != country)
            and bool(entry.country),
        )
        if like.score >= screening.POSSIBLE:
            yield entry, like


def candidates(names: list[str], kind: str) -> Iterable[ListEntry]:
    """Entries of lists in use that share a key with one of the names."""
    return ListEntry.objects.filter(
        screening_list__is_current=True,
        kind__in=[kind, ""],
        keys__overlap=sorted(screening.keys(names, kind)),
    ).select_related("screening_list")


def names_of(party) -> list[str]:
    """All names by which the portal knows a party; short ones say too little."""
    if isinstance(party, Organisation):
        names = [getattr(party, column("name", code)) for code in CODES]
        names += [party.native_name, party.reading]
    else:
        names = [party.get_full_name(), party.name_native]
    return list(dict.fromkeys(name for name in names if name))


def country_of(party) -> str:
    return party.country.code.upper() if isinstance(party, Organisation) else ""


def _keep(party, entry: ListEntry, like: screening.Likeness) -> Finding | None:
    """Write down a likeness; None when it is known and nothing about it changed."""
    compared = {"own": sorted(names_of(party)), "listed": sorted(entry.names)}
    known = Finding.objects.about(party).filter(
        list_name=entry.screening_list.name, reference=entry.reference
    )
    before = known.select_for_update(of=("self",)).first()
    if before is not None and before.compared == compared:
        return None
    finding = before or Finding(**about(party))
    finding.list_name = entry.screening_list.name
    finding.list_date = entry.screening_list.date
    finding.list_kind = entry.screening_list.kind
    finding.reference = entry.reference
    finding.listed_name = like.listed
    finding.listed_facts = {
        "names": entry.names,
        "country": entry.country,
        "note": entry.note,
    }
    finding.own_name, finding.score, finding.how = like.name, like.score, like.how
    finding.compared = compared
    finding.verdict, finding.reason = Verdict.OPEN, ""
    finding.decided_at = finding.decided_by = None
    finding.save()
    return finding


def _doubt(party, findings: list[Finding]) -> None:
    """The one thing that happens by itself: “possible finding” until somebody looked."""
    party.compliance_status = ComplianceStatus.POSSIBLE
    party.screened_until = None
    with pghistory.context(reason="screening"):
        party.save(update_fields=["compliance_status", "screened_until"])
    Screening.objects.create(
        **about(party),
        status=ComplianceStatus.POSSIBLE,
        lists=lists_in_use(),
        found=[as_fact(finding) for finding in findings],
    )
    announce(party)


def announce(party) -> None:
    """What was computed for a party, or for those where a person sits, is old now."""
    if isinstance(party, Organisation):
        screened.send(Organisation, organisation_id=party.pk)


def lists_in_use() -> list[dict]:
    return [
        {"name": used.name, "kind": used.kind, "date": used.date.isoformat()}
        for used in ScreeningList.objects.current().order_by("name")
    ]


def as_fact(finding: Finding) -> dict:
    return {
        "list": finding.list_name,
        "date": finding.list_date.isoformat(),
        "reference": finding.reference,
        "name": finding.listed_name,
        "own": finding.own_name,
        "score": finding.score,
        "how": finding.how,
        "verdict": finding.verdict,
    }
