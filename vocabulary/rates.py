"""US dollars from other currencies, by the portal's own dated table."""

from decimal import Decimal

from vocabulary.models import ExchangeRate


def newest() -> dict[str, Decimal]:
    """Currency → dollars per unit, from its newest row; KPW has none."""
    return {currency: row.usd for currency, row in rows().items()}


def rows() -> dict[str, ExchangeRate]:
    """Currency → its newest row, with day and source."""
    found = ExchangeRate.objects.order_by("currency", "-date").distinct("currency")
    return {row.currency: row for row in found}


def in_usd(
    amount: Decimal | None, currency: str, rates: dict[str, Decimal]
) -> float | None:
    if amount is None or currency not in rates:
        return None
    return float(amount * rates[currency])
