"""Lists in the order of their readers."""

import random

import pytest

from core import sorting

ORDERED = {
    "mn": ["Орхон", "Өвөрхангай", "Пунцаг", "Увс", "Үлгий", "Ховд"],
    "ru": ["Екатеринбург", "Ёлкино", "Жуковский", "Иркутск", "Йошкар-Ола", "Чита"],
    "zh-hans": ["北京", "长春", "大连", "哈尔滨", "沈阳", "图们"],
    "ko": ["강릉", "대구", "부산", "서울", "울산", "제주"],
    "en": ["Busan", "chita", "Daegu", "Élan", "Fukuoka", "Ulan-Ude"],
}


@pytest.mark.parametrize("language", ORDERED)
def test_order(language):
    wanted = ORDERED[language]
    mixed = random.Random(7).sample(wanted, len(wanted))

    assert sorted(mixed, key=lambda name: sorting.key(name, language)) == wanted


def test_japanese_sorts_by_its_reading():
    readings = {
        "青森": "アオモリ",
        "大阪": "おおさか",
        "京都": "きょうと",
        "新潟": "ニイガタ",
    }
    names = ["新潟", "京都", "青森", "大阪"]

    found = sorted(names, key=lambda n: sorting.key(n, "ja", reading=readings[n]))

    assert found == ["青森", "大阪", "京都", "新潟"]


def test_a_missing_name_sorts_by_the_original():
    keys = sorting.keys({"en": "", "mn": "Ховд"}, fallback="Khovd")

    assert keys["en"] == sorting.key("Khovd", "en")
    assert keys["mn"] == sorting.key("Ховд", "mn")
    assert set(keys) == {"en", "zh-hans", "ja", "ko", "ru", "mn"}
