import json

import pytest
from django.core.management import CommandError, call_command

from matching import judged_set
from matching.judged_set import BadSet

NEEDS = [
    {
        "id": "n1",
        "lang": "mn",
        "text": "Хотын төвийн замын түгжрэлийг гэрлэн дохиогоор бууруулах хэрэгтэй.",
        "sector": "transportation",
        "country": "MN",
        "budget_max_usd": 200000,
    },
    {
        "id": "n2",
        "lang": "ru",
        "text": "Старые водопроводные трубы текут, утечки нужно находить раньше.",
        "sector": "water",
    },
]
SOLUTIONS = [
    {
        "id": "s1",
        "lang": "ko",
        "text": "도심 교통 혼잡을 줄이는 신호 제어 시스템을 제공합니다.",
        "sectors": ["transportation"],
    },
    {
        "id": "s2",
        "lang": "en",
        "text": "Acoustic loggers find hidden leaks in old water mains early.",
        "sectors": ["water"],
        "countries": ["any"],
    },
    {
        "id": "s3",
        "lang": "ja",
        "text": "観光客の流れを予測し、混雑する名所を避ける案内を出します。",
    },
    {"id": "s4", "lang": "zh", "text": ""},
    {
        "id": "s5",
        "lang": "mn",
        "text": "Замын түгжрэлийг бууруулах гэрлэн дохионы удирдлагын систем.",
        "countries": ["KR"],
    },
]
QRELS = [
    {"need": "n1", "solution": "s1", "grade": 2},
    {"need": "n1", "solution": "s5", "grade": 1},
    {"need": "n2", "solution": "s2", "grade": 2},
]


@pytest.fixture
def folder(tmp_path):
    write(tmp_path, "needs", NEEDS)
    write(tmp_path, "solutions", SOLUTIONS)
    write(tmp_path, "qrels", QRELS)
    return tmp_path


@pytest.fixture(autouse=True)
def one_encoder(settings, models, voices, monkeypatch):
    """Loaded once for all tests; the commands ask for it by their settings."""
    settings.MODEL_DIR = models
    settings.EMBEDDING_MODEL_DIR = ""
    asked = {(models, ""): voices}
    monkeypatch.setattr("matching.voices.load", lambda path, *, own: asked[path, own])


def write(folder, name, rows):
    text = "\n".join(json.dumps(row, ensure_ascii=False) for row in rows)
    (folder / f"{name}.jsonl").write_text(text, encoding="utf-8")


def evaluate(capsys, folder, **options):
    call_command("match_eval", folder, json=True, **options)
    return json.loads(capsys.readouterr().out)


def test_the_object_that_was_promised(capsys, folder):
    found = evaluate(capsys, folder, text_only=True)

    assert {*found} == {
        "overall",
        "by_language",
        "engine",
        "weights",
        "texts",
        "seconds",
        "texts_per_second",
    }
    assert found["texts"] == 7
    assert {*found["by_language"]} == {"mn", "ru"}
    assert found["by_language"]["ru"] == {
        "p1": 1,
        "r5": 1,
        "r10": 1,
        "mrr": 1,
        "ndcg10": 1,
    }
    assert found["overall"]["r5"] == 1


def test_gates_and_facts_count_unless_text_only(capsys, folder):
    found = evaluate(capsys, folder)

    # s5 does not serve Mongolia: s1 is first, and a grade of 1 is not listed.
    assert found["by_language"]["mn"]["p1"] == 1
    assert found["by_language"]["mn"]["ndcg10"] < 1


def test_the_same_language_can_be_left_out(capsys, folder):
    found = evaluate(capsys, folder, text_only=True, exclude_same_language=True)

    assert found["by_language"]["mn"] == {
        "p1": 1,
        "r5": 1,
        "r10": 1,
        "mrr": 1,
        "ndcg10": 1,
    }


def test_a_table_for_people(capsys, folder):
    call_command("match_eval", folder)

    printed = capsys.readouterr().out
    assert "nDCG@10" in printed.splitlines()[0]
    assert [line.split()[0] for line in printed.splitlines()[1:4]] == [
        "all",
        "mn",
        "ru",
    ]
    assert "e5-small" in printed


def test_ids_languages_and_facets_may_be_odd(capsys, folder):
    odd = {"id": 7, "lang": "xx", "text": None, "areas": "cloud", "references": "many"}
    write(folder, "solutions", [*SOLUTIONS, odd, {**odd, "id": 8, "price_min_usd": -1}])
    write(folder, "qrels", [*QRELS, {"need": "n1", "solution": 7, "grade": 0}])

    assert evaluate(capsys, folder)["texts"] == 9


def test_no_text_at_all(capsys, folder):
    write(folder, "needs", [{"id": "n1", "lang": "mn", "text": " "}])
    write(folder, "solutions", [{"id": "s1", "lang": "mn"}])
    write(folder, "qrels", [QRELS[0]])

    assert evaluate(capsys, folder, text_only=True)["overall"]["p1"] == 1


@pytest.mark.parametrize(
    ("name", "content", "message"),
    [
        ("needs", "", "needs.jsonl: holds no line"),
        ("needs", "\n \n", "needs.jsonl: holds no line"),
        ("needs", '{"id": "n1", "lang": "mn"}\n{"id"', "needs.jsonl, line 2: not JSON"),
        ("needs", "[1]", "needs.jsonl, line 1: not an object"),
        ("needs", '{"lang": "mn"}', "needs.jsonl, line 1: “id” is missing"),
        ("needs", '{"id": "n1"}', "needs.jsonl, line 1: “lang” is missing"),
        ("needs", "[" * 100_000, "needs.jsonl, line 1: not JSON"),
        (
            "solutions",
            '{"id": "s1", "lang": "mn"}\n\n{"id": "s1", "lang": "mn"}',
            "solutions.jsonl, line 3: “s1” was on solutions.jsonl, line 1",
        ),
        (
            "qrels",
            '{"need": "n9", "solution": "s1", "grade": 1}',
            "qrels.jsonl, line 1: no need has the id “n9”",
        ),
        (
            "qrels",
            '{"need": "n1", "solution": "s9", "grade": 1}',
            "qrels.jsonl, line 1: no solution has the id “s9”",
        ),
        (
            "qrels",
            '{"need": "n1", "solution": "s1", "grade": 3}',
            "qrels.jsonl, line 1: “grade” must be 0, 1 or 2",
        ),
        (
            "qrels",
            '{"need": "n1", "solution": "s1", "grade": 1}\n'
            '{"need": "n1", "solution": "s1", "grade": 2}',
            "qrels.jsonl, line 2: judged before with another grade",
        ),
    ],
)
def test_a_bad_set_is_refused_with_its_place(folder, name, content, message):
    (folder / f"{name}.jsonl").write_text(content, encoding="utf-8")

    with pytest.raises(CommandError) as refused:
        call_command("match_eval", folder)

    assert str(refused.value).startswith(message)


def test_a_missing_file_is_named(folder):
    (folder / "qrels.jsonl").unlink()

    with pytest.raises(CommandError, match=r"qrels\.jsonl: No such file"):
        call_command("match_eval", folder)


def test_a_file_in_another_encoding_is_refused(folder):
    (folder / "needs.jsonl").write_bytes('{"id": "нужда"}'.encode("cp1251"))

    with pytest.raises(BadSet, match=r"needs\.jsonl, line 1: not JSON"):
        judged_set.read(folder)


def test_calibration_prints_numbers_for_the_weights(capsys, folder):
    call_command("match_calibrate", folder)

    assert {*json.loads(capsys.readouterr().out)} == {
        "text_middle",
        "text_width",
        "strong",
        "possible",
    }
