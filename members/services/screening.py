"""What compliance officers record about organisations and people."""

from datetime import date

import pghistory
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from core import outbox
from core.errors import DomainError
from core.models import Upload
from core.text import clean, clean_line
from members.list_files import Entry
from members.models import Finding, ListEntry, Organisation, Screening, ScreeningList
from members.models.screening import about
from members.rescreening import announce, as_fact, lists_in_use
from members.states import ComplianceStatus, Verdict

ENTRIES_AT_ONCE = 2000
CLOSES_AS = {
    ComplianceStatus.CLEAR: Verdict.OTHER,
    ComplianceStatus.BLOCKED: Verdict.SAME,
    ComplianceStatus.EXEMPTED: Verdict.SAME,
}
"""What a decision about a party says of the names found for it."""


@transaction.atomic
def screen(
    party,
    *,
    by,
    status: str,
    reason: str,
    reference: str = "",
    until: date | None = None,
    valid_until: date | None = None,
    evidence: Upload | None = None,
):
    """Record what screening of an organisation or a person found.

    Only an exemption has a reference and an end. What is clear is so until a
    day, and then comes back to the queue. Lists of matches are made anew.
    """
    party = type(party).objects.select_for_update(of=("self",)).get(pk=party.pk)
    reason, reference = clean(reason), clean_line(reference)
    is_exempted = status == ComplianceStatus.EXEMPTED
    if is_exempted:
        _check_exemption(reason, reference, until)
    if valid_until and valid_until < timezone.localdate():
        raise DomainError(_("A screening is valid until today or later."))
    if status == ComplianceStatus.CLEAR:
        valid_until = valid_until or a_year_from(timezone.localdate())
    party.compliance_status = status
    party.screened_until = valid_until
    party.exemption_reason = reason if is_exempted else ""
    party.exemption_reference = reference if is_exempted else ""
    party.exempted_until = until if is_exempted else None
    with pghistory.context(user=by.pk, reason=reason):
        party.save(update_fields=_columns(party))
    _record(
        party,
        by=by,
        status=status,
        reason=reason,
        reference=reference,
        valid_until=until if is_exempted else valid_until,
        evidence=evidence,
    )
    announce(party)
    return party


def _columns(party) -> list[str]:
    columns = [
        "compliance_status",
        "screened_until",
        "exemption_reason",
        "exemption_reference",
        "exempted_until",
    ]
    return [*columns, "updated_at"] if isinstance(party, Organisation) else columns


def _record(party, *, by, status: str, reason: str, **facts) -> Screening:
    """The row that says it, and an end to what waited for this decision."""
    found = Finding.objects.about(party).open().select_for_update(of=("self",))
    if verdict := CLOSES_AS.get(ComplianceStatus(status)):
        for finding in found:
            _close(finding, verdict, by=by, reason=reason or _("Decided as a whole."))
    return Screening.objects.create(
        **about(party),
        by=by,
        status=status,
        reason=reason,
        lists=lists_in_use(),
        found=[as_fact(row) for row in Finding.objects.about(party)],
        **facts,
    )


def _check_exemption(reason: str, reference: str, until: date | None) -> None:
    if not (reason and reference and until):
        raise DomainError(
            _("An exemption needs a reason, a reference and the day on which it ends.")
        )
    if until < timezone.localdate():
        raise DomainError(_("An exemption ends today or later."))


# --- Names found on lists ------------------------------------------------------------------


@transaction.atomic
def confirm(finding: Finding, *, by, reason: str) -> Finding:
    """It is the same: the party is blocked."""
    finding = _decide(finding, Verdict.SAME, by=by, reason=reason)
    screen(finding.party, by=by, status=ComplianceStatus.BLOCKED, reason=reason)
    return finding


@transaction.atomic
def dismiss(finding: Finding, *, by, reason: str) -> Finding:
    """It is somebody else. When nothing else is open, the party is clear again."""
    finding = _decide(finding, Verdict.OTHER, by=by, reason=reason)
    party = finding.party
    is_open = Finding.objects.about(party).open().exists()
    if not is_open and party.compliance_status == ComplianceStatus.POSSIBLE:
        screen(party, by=by, status=ComplianceStatus.CLEAR, reason=reason)
    return finding


def _decide(finding: Finding, verdict: Verdict, *, by, reason: str) -> Finding:
    """The party is locked before its findings, as screening does."""
    party = finding.party
    type(party).objects.select_for_update(of=("self",)).get(pk=party.pk)
    finding = Finding.objects.select_for_update(of=("self",)).get(pk=finding.pk)
    if finding.verdict != Verdict.OPEN:
        raise DomainError(_("Somebody has decided this already."))
    if not clean(reason):
        raise DomainError(_("Write the reason."))
    return _close(finding, verdict, by=by, reason=clean(reason))


def _close(finding: Finding, verdict: Verdict, *, by, reason: str) -> Finding:
    finding.verdict, finding.reason = verdict, reason
    finding.decided_at, finding.decided_by = timezone.now(), by
    finding.save(
        update_fields=["verdict", "reason", "decided_at", "decided_by", "updated_at"]
    )
    return finding


def a_year_from(day: date) -> date:
    last = 28 if (day.month, day.day) == (2, 29) else day.day
    return day.replace(year=day.year + 1, day=last)


# --- Lists -----------------------------------------------------------------------------------


@transaction.atomic
def import_list(
    name: str, entries: list[Entry], *, kind: str, date: date, by
) -> ScreeningList:
    """Take in an edition of a list. A job makes it ready and screens everybody."""
    name = clean_line(name)
    if date > timezone.localdate():
        raise DomainError(_("The date of the list is in the future."))
    if ScreeningList.objects.filter(name=name, date__gte=date).exists():
        raise DomainError(_("This edition of the list, or a newer one, is there."))
    edition = ScreeningList.objects.create(
        name=name, kind=kind, date=date, imported_by=by, entry_count=len(entries)
    )
    ListEntry.objects.bulk_create(
        (
            ListEntry(
                screening_list=edition,
                reference=entry.reference,
                name=entry.name,
                aliases=entry.aliases,
                kind=entry.kind,
                country=entry.country,
                note=entry.note,
            )
            for entry in entries
        ),
        batch_size=ENTRIES_AT_ONCE,
    )
    outbox.enqueue("members.prepare_list", key=f"list-{edition.pk}", list_id=edition.pk)
    return edition
