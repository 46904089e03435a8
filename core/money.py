"""Amounts with their ISO code. “¥” means two currencies, so no signs are used."""

from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from django.utils.formats import number_format

# Currencies of the network's countries, and the ones funders use. JPY, KRW and
# KPW have no minor unit (ISO 4217); MNT is used without one.
DECIMALS = {
    "USD": 2,
    "EUR": 2,
    "CNY": 2,
    "JPY": 0,
    "KRW": 0,
    "KPW": 0,
    "MNT": 0,
    "RUB": 2,
    "SGD": 2,
}
CURRENCIES = [(code, code) for code in DECIMALS]


@dataclass(frozen=True)
class Money:
    amount: Decimal
    currency: str

    def __str__(self) -> str:
        """“12,500 USD” in the reader's way of writing numbers."""
        decimals = DECIMALS.get(self.currency, 2)
        whole = self.amount == self.amount.to_integral_value()
        number = number_format(
            self.amount, decimal_pos=0 if whole else decimals, force_grouping=True
        )
        return f"{number} {self.currency}"

    def in_usd(self, rate: Decimal | None) -> Decimal | None:
        """`rate` is US dollars per unit; no rate, no figure (KPW has none)."""
        if rate is None:
            return None
        return (self.amount * rate).quantize(Decimal("1"), ROUND_HALF_UP)


def money_range(low: Decimal | None, high: Decimal | None, currency: str) -> str:
    """“1,000–2,000 USD”, or the end that is known."""
    if low is not None and high is not None and low != high:
        return f"{number_format(low, 0, force_grouping=True)}–{Money(high, currency)}"
    known = high if high is not None else low
    return "" if known is None else str(Money(known, currency))
