import pytest

from matching.language import canonical, effective_language

TEXTS = {
    "en": "We want fewer missed pick-ups and proof that the work was done.",
    "zh-hans": "市中心的交通拥堵越来越严重，我们需要更好的信号控制系统。",
    "ja": "市の中心部では渋滞がひどくなり、信号をよりよく制御する仕組みが必要です。",
    "ko": "도심 교통 혼잡이 심해져 더 나은 신호 제어 시스템이 필요합니다.",
    "ru": "В центре города растут пробки, и нам нужна система управления светофорами для улиц.",
    "mn": "Хотын төвд замын түгжрэл ихсэж, гэрлэн дохионы удирдлагын систем хэрэгтэй болсон.",
}


@pytest.mark.parametrize("declared", TEXTS)
@pytest.mark.parametrize("language", TEXTS)
def test_a_clearly_wrong_declaration_is_overruled(declared, language):
    assert effective_language(declared, TEXTS[language]) == language


@pytest.mark.parametrize("declared", [*TEXTS, "vi"])
@pytest.mark.parametrize(
    "text", ["", "   ", "水質", "Smart city", "12345678901234567890!"]
)
def test_a_short_text_proves_nothing(declared, text):
    assert effective_language(declared, text) == declared


@pytest.mark.parametrize(
    ("declared", "text"),
    [
        # No ө or ү by chance, no Russian words either.
        ("mn", "Манай хот агаарын бохирдолтой байна, нам халаалт сайн"),
        ("ru", "Умный город: датчики, камеры, табло, пульты, карты"),
        # Kazakh is neither.
        ("ru", "Қаланың орталығында көлік кептелісі күшейіп барады, бізге жүйе керек"),
        # Latin letters are many languages'.
        ("vi", "Thành phố cần một hệ thống giám sát chất lượng nước"),
        # Mixed scripts.
        ("ko", "스마트시티 IoT platform with LoRaWAN gateways 도시 데이터 센서"),
        ("ja", "都市交通管理基盤構築業務委託仕様書作成支援業務概要説明資料"[:19]),
    ],
)
def test_unsure_means_declared(declared, text):
    assert effective_language(declared, text) == declared


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        ("zh", "zh-hans"),
        ("zh-CN", "zh-hans"),
        ("zh_Hans", "zh-hans"),
        (" KO-kr ", "ko"),
        ("mn", "mn"),
        ("", ""),
    ],
)
def test_canonical_codes(code, expected):
    assert canonical(code) == expected
