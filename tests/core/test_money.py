from decimal import Decimal

import pytest
from django.utils import translation

from core.money import Money, money_range


@pytest.mark.parametrize(
    ("amount", "currency", "words"),
    [
        ("12500", "USD", "12,500 USD"),
        ("12500.5", "USD", "12,500.50 USD"),
        ("980000000", "KRW", "980,000,000 KRW"),
        ("0", "JPY", "0 JPY"),
    ],
)
def test_an_amount_has_its_code(amount, currency, words):
    assert str(Money(Decimal(amount), currency)) == words


def test_numbers_are_written_as_the_reader_does():
    with translation.override("ru"):
        assert str(Money(Decimal("1234567.5"), "RUB")) == "1\xa0234\xa0567,50 RUB"


@pytest.mark.parametrize(
    ("low", "high", "words"),
    [
        (None, None, ""),
        ("1000", None, "1,000 USD"),
        (None, "2000", "2,000 USD"),
        ("1000", "2000", "1,000–2,000 USD"),
        ("2000", "2000", "2,000 USD"),
        ("0", "500", "0–500 USD"),
    ],
)
def test_a_range(low, high, words):
    amounts = (None if end is None else Decimal(end) for end in (low, high))

    assert money_range(*amounts, "USD") == words


def test_dollars_by_rate():
    won = Money(Decimal("1000000"), "KRW")

    assert won.in_usd(Decimal("0.00072")) == 720
    assert Money(Decimal(1), "KPW").in_usd(None) is None
