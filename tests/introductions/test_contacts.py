"""Ways to reach somebody are told from amounts, dates and quantities."""

import pytest

from introductions.contacts import GAP, found_in, masked


@pytest.mark.parametrize(
    "written",
    [
        "bat@example.org",
        "b.dorj+x@mail.example.mn",
        "bat (at) example.org",
        "ｂａｔ＠example.org",
        "+976 11 320000",
        "+82-10-1234-5678",
        "+7 (495) 123-45-67",
        "8 (495) 123-45-67",
        "010-1234-5678",
        "02-123-4567",
        "090 1234 5678",
        "138 1234 5678",
        "976-11-320000",
        "976 9911 2233",
        "Утас: 9911-2233",
    ],
)
def test_is_found_and_masked(written):
    sentence = f"Write to {written} tomorrow."

    assert len(found_in(sentence)) == 1
    assert masked(sentence) == f"Write to {GAP} tomorrow."


@pytest.mark.parametrize(
    "written",
    [
        "1 500 000 000 MNT",
        "12 000 000–15 000 000 KRW",
        "12000000-15000000",
        "2026-11-23",
        "2024-2026",
        "23.11.2026, 07.11.2026",
        "0.35 µg/m³, 0,05",
        "200 sensors at 47.92, 106.92",
        "ISO 37120:2018, IEC 61850-7-420",
        "version 1.2.3 @ night",
        "10:20–11:40",
        "86 400 000 USD, 8000-9500 households",
        "a phone app for 120000 users, hotel 100 000",
    ],
)
def test_is_left_alone(written):
    assert found_in(written) == []
    assert masked(written) == written


def test_a_long_text_without_spaces_is_looked_through_once():
    """Looked through from every letter, this would take minutes."""
    assert found_in("城" * 200_000) == []
