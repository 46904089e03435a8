"""Habits of the house that a machine can hold."""

import ast
import re
import tomllib

import pytest
from django.apps import apps
from django.core.management import call_command
from django.db import models
from django.template.loader import get_template
from django.test import RequestFactory
from factory.django import DjangoModelFactory
from modeltranslation.translator import NotRegistered, translator

from core.languages import CODES, column
from neascn import gallery
from tests import factories, source

OURS = source.apps_of_ours()
MODELS = [
    model
    for model in apps.get_models()
    if model._meta.app_label in OURS and not hasattr(model, "pgh_tracked_model")
]
EVENT_MODELS = [
    model
    for model in apps.get_models()
    if getattr(model, "pgh_tracked_model", None) is not None
]


def identify(model) -> str:
    return model._meta.label


# --- Models ------------------------------------------------------------------------


def test_migrations_are_complete(db):
    call_command("makemigrations", check=True, dry_run=True, verbosity=1)


WITHOUT_FACTORY = {
    "vocabulary": "word lists are loaded, not invented",
}


def test_every_model_has_a_factory():
    made = {
        factory._meta.model
        for factory in vars(factories).values()
        if isinstance(factory, type) and issubclass(factory, DjangoModelFactory)
    }
    missing = [
        model._meta.label
        for model in MODELS
        if model not in made and model._meta.app_label not in WITHOUT_FACTORY
    ]

    assert missing == []


@pytest.mark.parametrize("name", factories.__all__)
def test_every_factory_makes_a_row(db, name):
    getattr(factories, name)()


@pytest.mark.parametrize(
    ("name", "trait"),
    [
        (name, trait)
        for name in factories.__all__
        for trait in sorted(getattr(factories, name)._meta.parameters)
    ],
)
def test_every_trait_makes_a_row(db, name, trait):
    getattr(factories, name)(**{trait: True})


def test_who_and_when_are_kept_together():
    """Each `x_at` with an `x_by` has a constraint that they are set together."""
    loose = []
    for model in MODELS:
        names = {field.name for field in model._meta.fields}
        constraints = {constraint.name for constraint in model._meta.constraints}
        for field in names:
            stem = field.removesuffix("_at")
            pair = {f"{stem}_at", f"{stem}_by"}
            nullable = pair <= names and model._meta.get_field(f"{stem}_by").null
            if stem == field or not nullable:
                continue
            if not any(
                name.endswith(f"{stem}_at_and_by_together") for name in constraints
            ):
                loose.append(f"{model._meta.label}.{field}")

    assert set(loose) == {
        # What the portal came with has no author.
        "matching.WeightSet.made_at",
        # The author may be removed later, the time stays.
        "core.Draft.saved_at",
        "translations.TextStatus.written_at",
    }


# --- Audit (traps 15 and 16 of docs/style.md) ----------------------------------------

# Computed columns and secrets are not history; what people decide about a
# match is, what the job computes is not.
NOT_TRACKED = {
    "introductions.Introduction": {"search"},
    "introductions.Message": {"text", "search"},
    "matching.WeightSet": {"preview", "previewed_at"},
    "members.Application": {"answers", "reached", "linked_at", "link_number"},
    "solutions.ProviderApplication": {
        "answers",
        "reached",
        "linked_at",
        "link_number",
        "pinpointed",
        "pinpointed_at",
        "pinpoint_wanted",
        "pinpoint_done",
    },
    "solutions.ProposedSolution": {"data"},
    "members.Organisation": {"search", "sort_keys"},
    "members.User": {"password", "last_login"},
    "scaps.Need": {"search"},
    "scaps.ScapVersion": {"search"},
    "solutions.NeedSubscription": {"looked_wanted", "looked_done", "looked_at"},
    "solutions.Solution": {"search", "sort_keys"},
    "solutions.Match": {
        "id",  # an event names its row by `pgh_obj`
        "rank",
        "value",
        "word",
        "completeness",
        "reasons",
        "evidence",
        "scored_at",
    },
}
UNTRACKED_MODELS = {
    "introductions.ReadMark": "what somebody has seen",
    "matching.Engine": "follows from the settings",
    "matching.Pull": "computed",
    "solutions.QualityReport": "computed",
    "solutions.SubscribedNeed": "computed, and what somebody has seen",
    "solutions.Sweep": "computed",
    "core.Draft": "typed and not saved",
    "core.Heartbeat": "a clock",
    "core.Outbox": "passing jobs",
    "core.UploadContent": "a file, never changed",
    "core.Upload": "a file, never changed",
    "members.ListEntry": "somebody else's data, kept as it came",
    "matching.Embedding": "computed",
    "matching.MeanSet": "computed",
    "notifications.DemoLetter": "of the demo",
    "notifications.Digest": "follows its notices",
    "notifications.Letter": "holds links that are rights, and goes soon",
    "notifications.Event": "is itself a record, never changed",
    "notifications.Notice": "follows its event",
    "scaps.Comparison": "computed",
    "scaps.Overlap": "computed",
    "scaps.ProjectMeans": "computed",
    "scaps.ProjectVersion": "itself a record of its project, made once",
    "solutions.Ranking": "computed",
    "translations.TextStatus": "says itself who wrote what when",
    "vocabulary.ExchangeRate": "a dated figure with its source, never changed",
}


def test_every_model_is_tracked_or_says_why_not():
    tracked = {model.pgh_tracked_model for model in EVENT_MODELS}

    assert {m._meta.label for m in MODELS if m not in tracked} == set(UNTRACKED_MODELS)


@pytest.mark.parametrize("event", EVENT_MODELS, ids=identify)
def test_history_has_every_column(event):
    model = event.pgh_tracked_model
    kept = {field.name for field in event._meta.concrete_fields}

    missing = {field.name for field in model._meta.concrete_fields} - kept

    assert missing == NOT_TRACKED.get(model._meta.label, set())


def translated_models() -> list[type[models.Model]]:
    return sorted(
        (m for m in translator.get_registered_models(abstract=False) if m in MODELS),
        key=identify,
    )


def translated_fields(model) -> list[str]:
    try:
        return sorted(translator.get_options_for_model(model).get_field_names())
    except NotRegistered:
        return []


def a_row_of(model):
    if model._meta.app_label == "vocabulary":
        return model.objects.first()
    return getattr(factories, f"{model.__name__}Factory")()


@pytest.mark.parametrize("model", translated_models(), ids=identify)
def test_a_change_in_one_language_is_one_event(db, model):
    event = next(e for e in EVENT_MODELS if e.pgh_tracked_model is model)
    row = a_row_of(model)
    fields = [
        name
        for name in translated_fields(model)
        if column(name, "mn") in {f.name for f in model._meta.concrete_fields}
    ]
    assert fields

    for name in fields:
        before = event.objects.filter(pgh_obj_id=row.pk).count()
        model.objects.rewrite(False).filter(pk=row.pk).update(
            **{column(name, "mn"): "Өөр үг"}
        )

        events = event.objects.filter(pgh_obj_id=row.pk).order_by("pgh_id")
        assert events.count() == before + 1, name
        assert getattr(events.last(), column(name, "mn")) == "Өөр үг"


TRANSLATED_NAMES = {
    name for model in translated_models() for name in translated_fields(model)
}
# `values()` of something that is no queryset, and rows of models where the
# name is an ordinary column.
BARE_NAMES_ALLOWED: dict[str, str] = {}


def bare_names(call: ast.Call) -> set[str]:
    """Translated columns that a call writes or reads by their bare name."""
    method = getattr(call.func, "attr", "")
    found: set[str] = set()
    if method == "update":
        found |= {word.arg for word in call.keywords if word.arg}
    if method in {"values", "values_list"}:
        found |= {constant(argument) for argument in call.args}
    for word in call.keywords:
        if word.arg == "update_fields" and isinstance(word.value, ast.List | ast.Tuple):
            found |= {constant(item) for item in word.value.elts}
    return found & TRANSLATED_NAMES


def constant(node: ast.expr) -> str:
    return node.value if isinstance(node, ast.Constant) else ""


def test_translated_texts_are_not_written_by_bare_name():
    found = {
        f"{source.name(path)}: {name}": call.lineno
        for path in source.python()
        for call in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(call, ast.Call)
        for name in bare_names(call)
    }

    assert {k: v for k, v in found.items() if k not in BARE_NAMES_ALLOWED} == {}


# --- Templates ---------------------------------------------------------------------

TEMPLATES = source.templates()
COMPONENTS = [path for path in TEMPLATES if path.parent.name == "cotton"]

IN_TEMPLATES = {
    r':[\w-]+="[^"]*_\(': "texts in :attributes are not found by `messages`",
    r"\sstyle\s*=": "the policy forbids inline styles",
    r"<style\b": "the policy forbids inline styles",
    r"<script(?![^>]*\bsrc=)[^>]*>": "the policy forbids inline scripts",
    r"""\son[a-z]+\s*=\s*["']""": "the policy forbids inline scripts",
    r"hx-on[:-]": "the policy forbids inline scripts",
    r"\|\s*safe\b": "markup is made in core/markdown.py alone",
    r"\|\s*safeseq\b": "markup is made in core/markdown.py alone",
    r"{%\s*autoescape\s+off": "markup is made in core/markdown.py alone",
    r"{%\s*blocktrans(late)?\b(?![^%]*\btrimmed\b)": "`blocktranslate` is trimmed",
    r"https?://(?!www\.w3\.org/|[\w.-]+\.example\b)[\w-]+\.[\w.-]+": "links lead to us or come from data",
}


@pytest.mark.parametrize("pattern", IN_TEMPLATES, ids=IN_TEMPLATES.get)
def test_templates_do_without(pattern):
    found = [
        f"{source.name(path)}:{text[: match.start()].count(chr(10)) + 1}: {match[0]}"
        for path in TEMPLATES
        if (text := without_comments(path.read_text(encoding="utf-8"))) is not None
        for match in re.finditer(pattern, text)
    ]

    assert found == [], IN_TEMPLATES[pattern]


def without_comments(text: str) -> str:
    def blank(match):
        return "\n" * match[0].count("\n")

    text = re.sub(r"{#.*?#}", blank, text)
    return re.sub(r"{% comment.*?endcomment %}", blank, text, flags=re.DOTALL)


@pytest.mark.parametrize("path", TEMPLATES, ids=source.name)
def test_templates_can_be_read(path):
    get_template(str(path.relative_to(source.ROOT / "templates")))


@pytest.mark.parametrize("path", COMPONENTS, ids=lambda path: path.stem)
def test_components_say_what_they_are_and_declare_their_props(path):
    lines = path.read_text(encoding="utf-8").splitlines()

    assert re.match(r"{# \S+", lines[0]), "begin with a comment: purpose, slots"
    assert any(line.startswith("<c-vars") for line in lines), "declare every prop"


def test_the_gallery_shows_every_component():
    used = set()
    for path in source.under("templates", suffix=".html"):
        if path.parent.name == "components":
            used |= set(re.findall(r"<c-([\w-]+)", path.read_text(encoding="utf-8")))

    missing = {path.stem.replace("_", "-") for path in COMPONENTS} - used

    assert missing == set(), "add them to templates/components/"


def test_the_gallery_is_drawn_whole(people):
    request = RequestFactory().get("/en/components/")
    request.user = people["secretariat"]
    request.htmx = False

    html = get_template("components/index.html").render(gallery.samples(), request)

    assert "<c-" not in html


# --- Python ------------------------------------------------------------------------

IN_PYTHON = {
    "mark_safe": {"core/markdown.py": "the one place where text becomes markup"},
    "csrf_exempt": {"neascn/notice_views.py": "mail programs send it: RFC 8058"},
    "RawSQL": {},
    ".raw": {},
    ".extra": {},
    "eval": {},
    "exec": {},
    "pickle": {},
}


def names_used(tree: ast.AST):
    for node in ast.walk(tree):
        match node:
            case ast.Call(func=ast.Attribute(attr=name)) if name in {"raw", "extra"}:
                yield f".{name}"
            case ast.Call(func=ast.Name(id=name)) if name in {"eval", "exec"}:
                yield name
            case ast.Name(id=name) | ast.Attribute(attr=name) | ast.alias(name=name):
                yield name


def test_python_does_without():
    """All at once: every file is parsed for it."""
    found = {banned: set() for banned in IN_PYTHON}
    for path in source.python():
        tree = ast.parse(path.read_text(encoding="utf-8"))
        for banned in found.keys() & set(names_used(tree)):
            found[banned].add(source.name(path))

    assert found == {banned: set(where) for banned, where in IN_PYTHON.items()}


def test_sql_is_never_put_together_from_parts():
    found = [
        f"{source.name(path)}:{call.lineno}"
        for path in source.python()
        for call in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(call, ast.Call)
        and getattr(call.func, "attr", "") in {"execute", "executemany"}
        and call.args
        and is_put_together(call.args[0])
    ]

    assert found == []


def is_put_together(node: ast.expr) -> bool:
    """An f-string with values, `+`, `%` or `.format()`."""
    if isinstance(node, ast.Call):
        return getattr(node.func, "attr", "") == "format"
    if isinstance(node, ast.JoinedStr):
        return any(isinstance(part, ast.FormattedValue) for part in node.values)
    return isinstance(node, ast.BinOp)


# --- The repository -----------------------------------------------------------------


def test_every_dependency_has_its_reason():
    lines = (source.ROOT / "pyproject.toml").read_text(encoding="utf-8").splitlines()
    bare = []
    has_reason = inside = False
    for line in map(str.strip, lines):
        if re.match(r"(dependencies|dev) = \[", line):
            inside, has_reason = True, False
        elif line.startswith("]"):
            inside = False
        elif inside and line.startswith("#"):
            has_reason = True
        elif inside and line.startswith('"') and not has_reason:
            bare.append(line)

    assert bare == []


def test_what_python_imports_is_declared():
    """`pyproject.toml` is whole TOML, and its two lists do not overlap."""
    project = tomllib.loads((source.ROOT / "pyproject.toml").read_text())["project"]
    run = {package_name(line) for line in project["dependencies"]}
    dev = {package_name(line) for line in project["optional-dependencies"]["dev"]}

    assert run & dev == set()


def package_name(requirement: str) -> str:
    return re.match(r"[\w-]+", requirement)[0]


# A registry's address, an account's home, or this machine's folders.
NOT_IN_FILES = [
    r"https?://[\w.-]*(pypi|pythonhosted|npmjs|artifactory|nexus)[\w.-]*",
    r"--(extra-)?index-url",
    r"(?<![\w.])/(root|home/\w+|work|Users/\w+)/[\w.]",
]
PLACES_ALLOWED = {
    "tests/test_conventions.py": "names what is forbidden",
}


@pytest.mark.parametrize("pattern", NOT_IN_FILES)
def test_files_name_no_registry_and_no_machine(pattern):
    found = []
    for path in source.files():
        if source.name(path) in PLACES_ALLOWED:
            continue
        text = path.read_text(encoding="utf-8", errors="ignore")
        found += [f"{source.name(path)}: {m[0]}" for m in re.finditer(pattern, text)]

    assert found == []


@pytest.mark.parametrize("name", ["run", "dev"])
def test_locks_hold_hashes_and_no_addresses(name):
    text = (source.ROOT / "requirements" / f"{name}.txt").read_text()

    assert "://" not in text
    pins = re.findall(r"^[\w.\[\]-]+==", text, flags=re.MULTILINE)
    assert len(pins) > 10
    assert text.count("--hash=sha256:") >= len(pins)


# --- Messages -----------------------------------------------------------------------


def test_the_catalogues_are_complete():
    call_command("messages", check=True)


def test_the_language_codes_agree():
    assert CODES == ("en", "zh-hans", "ja", "ko", "ru", "mn")


# --- Sizes: printed, not judged -------------------------------------------------------


def test_long_files_are_named(record_property, capsys):
    long = {
        source.name(path): count
        for path in source.python()
        if (count := len(path.read_text(encoding="utf-8").splitlines())) > 300
    }
    with capsys.disabled():
        for name, count in sorted(long.items(), key=lambda row: -row[1]):
            print(f"\n{count:5} lines  {name}", end="")  # noqa: T201
    record_property("long_files", long)
