"""Is it the same name? Pairs of one name in two ways, and of two that are near."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from members import list_files, screening
from members.list_files import Unreadable
from members.romanising import in_latin
from members.screening import BODY, PERSON, POSSIBLE

SAME_PERSON = [
    ("김정민", "Kim Jeong-min"),
    ("Kim Jong-min", "KIM, Jongmin"),
    ("정민호", "Chung Min-ho"),
    ("박서연", "Park Seo-yeon"),
    ("Пак Со Ён", "박서연"),
    ("Ri Yong Hui", "이영희"),
    ("Lee Young-hee", "Ri Yong Hui"),
    ("Иванов Пётр Сергеевич", "Petr Ivanov"),
    ("Иванов Пётр Сергеевич", "Pyotr Sergeyevich Ivanov"),
    ("Щербаков Юрий", "Yuri Shcherbakov"),
    ("Александр Петров", "Alexander Petrov"),
    ("Батболд Хүрэлсүх", "Khurelsukh Batbold"),
    ("Хүрэлсүх", "Khurelsukh"),
    ("Ганбаатар Өнөрбаяр", "Ganbaatar Unurbayar"),
    ("王小明", "Wang Xiaoming"),
    ("Xiaoming WANG", "王小明"),
    ("山田太郎", "山田 太郎"),
    ("ﾔﾏﾀﾞ ﾀﾛｳ", "Yamada Tarō"),
    ("やまだ たろう", "Taro Yamada"),
    ("しゃくじい きょうこ", "Shakujii Kyoko"),
    ("Dorj Bold", "Bold Dorj"),
    ("José Muñoz", "Jose Munoz"),
    ("ŁUKASZ STRØM", "Lukasz Strom"),
]
TWO_PEOPLE = [
    ("Kim Min-jun", "Kim Min-ji"),
    ("Kim Jong Nam", "Kim Jong Su"),
    ("김민준", "김민지"),
    ("Park Min-seo", "Park Min-ho"),
    ("Lee Ji-won", "Lee Sun-woo"),
    ("Ivan Petrov", "Ivan Pavlov"),
    ("Sergei Ivanov", "Sergei Popov"),
    ("王小明", "王小红"),
    ("Wang Wei", "Wang Wen"),
    ("Chen Jie", "Chen Jing"),
    ("Tanaka Taro", "Yamada Taro"),
    ("Batbold Dorj", "Batbayar Dorj"),
    ("Ганбаатар Болд", "Ганбаатар Бат"),
    ("Kim", "Kim Jong Nam"),
    ("Li", "Lee Young-hee"),
]
SAME_BODY = [
    ("Morning Harbour Trading Co., Ltd.", "MORNING HARBOR TRADING COMPANY"),
    ("아침항무역주식회사", "아침항무역"),
    ("ООО «Северный мост»", "Severny Most LLC"),
    ("Хөх Тэнгэр ХХК", "Khukh Tenger LLC"),
    ("东方港口有限公司", "Dongfang Gangkou Co Ltd"),
    ("株式会社港町技研", "港町技研"),
]
TWO_BODIES = [
    ("Harbour Sensors", "Harbour Lanterns"),
    ("Ulaanbaatar City", "Ulaanbaatar Bank"),
    ("Northern Light LLC", "Northern Bridge LLC"),
    ("Busan Smart City Center", "Incheon Smart City Center"),
    ("Seoul Metropolitan Government", "Seoul Water Company"),
]
CASES = [
    *((a, b, PERSON, True) for a, b in SAME_PERSON),
    *((a, b, PERSON, False) for a, b in TWO_PEOPLE),
    *((a, b, BODY, True) for a, b in SAME_BODY),
    *((a, b, BODY, False) for a, b in TWO_BODIES),
]


@pytest.mark.parametrize(("a", "b", "kind", "same"), CASES)
def test_names_are_told_apart(a, b, kind, same):
    found = screening.likeness([a], [b], kind=kind)

    assert (found.score >= POSSIBLE) is same, found


@pytest.mark.parametrize(("a", "b", "kind", "same"), CASES)
def test_alike_names_share_a_key(a, b, kind, same):
    if same:
        assert screening.keys([a], kind) & screening.keys([b], kind)


def test_a_likeness_says_in_which_way():
    ways = {
        ("Dorj Bold", "DORJ BOLD"): screening.SAME,
        ("박서연", "Park Seo-yeon"): screening.SAME_SOUND,
        ("Dorj Bold", "Bold Dorj"): screening.OTHER_ORDER,
        ("Bold Dorjiin Temuulen", "Temuulen Bold"): screening.FEWER_PARTS,
        ("Yamada Taro", "Yamada Tarou San"): screening.FEWER_PARTS,
    }

    assert {pair: screening.likeness([pair[0]], [pair[1]]).how for pair in ways} == ways


def test_the_best_of_all_names_counts():
    found = screening.likeness(["Somebody Else", "박서연"], ["X Y", "Park Seo-yeon"])

    assert (found.name, found.listed) == ("박서연", "Park Seo-yeon")


def test_another_country_counts_a_little_against_it():
    here = screening.likeness(["Bold Dorj"], ["Dorj Bold"])
    there = screening.likeness(["Bold Dorj"], ["Dorj Bold"], countries_differ=True)

    assert POSSIBLE < there.score < here.score


@pytest.mark.parametrize(
    ("text", "latin"),
    [
        ("Улаанбаатар", "ulaanbaatar"),
        ("Щукин", "shchukin"),
        ("서울", " seo  ul "),
        ("とうきょう", "toukyou"),
        ("チャ", "cha"),
        ("北京", " bei jing "),
        ("plain", "plain"),
    ],
)
def test_scripts_are_spelled_in_latin(text, latin):
    assert in_latin(text) == latin


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=40), st.text(max_size=40))
def test_any_text_can_be_compared(a, b):
    one = screening.likeness([a], [b])
    other = screening.likeness([b], [a])

    assert 0 <= one.score <= 1
    assert one.score == other.score
    assert screening.keys([a], BODY) is not None


# --- Files -----------------------------------------------------------------------------


def test_csv_and_json_say_the_same():
    table = "name;aliases;kind;country;reference\nBold;Болд | x;person;mn;7\n"
    json = '{"entries": [{"name": "Bold", "aliases": ["Болд | x"], "kind": "Individual", "country": "MN", "reference": 7}]}'
    tabs = table.replace(";", "\t")

    one, other, third = (list_files.read(text.encode()) for text in (table, json, tabs))

    assert one == other == third
    assert one[0].aliases == ["Болд | x"]
    assert (one[0].kind, one[0].country, one[0].reference) == (PERSON, "MN", "7")


def test_every_entry_has_a_reference_of_its_own():
    read = list_files.read(b"\xef\xbb\xbfName,reference\nA B,\nA B,\nC D,1\nE F,1\n")

    assert [e.reference for e in read] == ["A B", "A B (2)", "1", "1 (2)"]


@pytest.mark.parametrize(
    ("data", "code", "line"),
    [
        (b"", "no_name_column", 1),
        (b"name\n", "empty", 0),
        (b"title,kind\nA,person\n", "no_name_column", 1),
        (b"name\n\xff\xfe\n", "encoding", 0),
        (b"name\nA\0\n", "encoding", 0),
        (b"name,kind\nA,ship\n", "kind", 2),
        (b"name,country\nA,Korea\n", "country", 2),
        (b"name,kind\n,person\n", "name", 2),
        (b"{", "json", 1),
        (b"[1]", "entry", 1),
        (b'{"entries": 3}', "json", 0),
        (b'[{"name": ["A"]}]', "entry", 1),
        (b"[" * 100_000, "json", 0),
        (b'name\n"A\n', "table", 2),
    ],
)
def test_a_bad_file_is_refused_with_its_line(data, code, line):
    with pytest.raises(Unreadable) as refused:
        list_files.read(data)

    assert (refused.value.code, refused.value.line) == (code, line)
