"""What operators read and run says what the settings read."""

import ast
import re
import shlex
import tomllib

import pytest
import yaml
from django.conf import settings
from django.core.management import get_commands

from neascn import environment
from neascn.standalone import programs

ROOT = settings.BASE_DIR
READERS = (
    "neascn/settings.py",
    "neascn/environment.py",
    "neascn/standalone/launch.py",
)
NAME = re.compile(r"[A-Z][A-Z_]+")
PROGRAMS = ("web", "encoder", "worker", "beat")
CELERY = ("encoder", "worker", "beat")


def text(path: str) -> str:
    return (ROOT / path).read_text(encoding="utf-8")


def variables_read() -> set[str]:
    """Names that `env.text("NAME")` and its like ask the environment for."""
    names = set()
    for path in READERS:
        for node in ast.walk(ast.parse(text(path))):
            if not isinstance(node, ast.Call) or not node.args:
                continue
            function, first = node.func, node.args[0]
            called = getattr(function, "attr", getattr(function, "id", ""))
            if called not in {"text", "flag", "number", "get"}:
                continue
            value = first.value if isinstance(first, ast.Constant) else None
            if isinstance(value, str) and NAME.fullmatch(value):
                names.add(value)
    return names


@pytest.fixture(scope="module")
def compose() -> dict:
    return yaml.safe_load(text("docker-compose.yml"))["services"]


@pytest.fixture(scope="module")
def dockerfile() -> str:
    return text("Dockerfile").replace("\\\n", " ")


def instruction(dockerfile: str, name: str) -> str:
    """The last line of this instruction: the one that holds."""
    found = re.findall(rf"^{name} +(.*)$", dockerfile, re.MULTILINE)
    return found[-1]


# --- The environment ----------------------------------------------------------


def test_something_is_read():
    assert {"SITE_URL", "SECRET_KEY", "DATABASE_URL", "PORT"} <= variables_read()


def test_the_example_names_every_variable_and_no_other():
    named = re.findall(r"^(?:# )?([A-Z][A-Z_]+)=", text(".env.example"), re.MULTILINE)

    assert sorted(named) == sorted(variables_read())


@pytest.mark.parametrize("path", ["README.md", "docs/operations.md"])
def test_the_tables_name_every_variable_and_no_other(path):
    named = re.findall(r"^\| `([A-Z][A-Z_]+)`", text(path), re.MULTILINE)

    assert sorted(named) == sorted(variables_read())


def test_the_example_can_be_read_by_a_shell():
    for line in text(".env.example").splitlines():
        if re.match(r"(?:# )?[A-Z][A-Z_]+=", line):
            assert len(shlex.split(line.removeprefix("# "))) == 1, line


# --- Compose --------------------------------------------------------------------


def test_compose_sets_what_the_settings_read(compose):
    known = variables_read()
    for name in (*PROGRAMS, "migrate"):
        given = compose[name]["environment"]
        assert given.keys() <= known
        assert {"SITE_URL", "SECRET_KEY", "DATABASE_URL", "BROKER_URL"} <= given.keys()
        assert all(isinstance(value, str) for value in given.values())


def test_compose_points_at_its_own_services(compose):
    given = compose["web"]["environment"]
    database = environment.database(given["DATABASE_URL"])
    server = compose[database["HOST"]]

    assert server["environment"]["POSTGRES_USER"] == database["USER"]
    assert server["environment"]["POSTGRES_PASSWORD"] == database["PASSWORD"]
    assert server["environment"]["POSTGRES_DB"] == database["NAME"]
    assert re.match(r"redis://(\w+):", given["BROKER_URL"])[1] in compose
    assert given["EMAIL_HOST"] in compose
    assert environment.site(given["SITE_URL"]) == ("localhost", False)


def test_compose_keeps_the_secret_key_out_of_the_repository(compose):
    for name in (*PROGRAMS, "migrate"):
        assert compose[name]["environment"]["SECRET_KEY"].startswith("${SECRET_KEY:?")


def test_jobs_may_take_longer_than_pages(compose):
    for name in CELERY:
        assert compose[name]["environment"]["STATEMENT_TIMEOUT_MS"] == "0"
    assert "STATEMENT_TIMEOUT_MS" not in compose["web"]["environment"]


def test_every_queue_has_a_worker_and_one_process_holds_the_encoder(compose):
    consumed = [
        queue for name in ("encoder", "worker") for queue in queues(compose, name)
    ]
    routed = {route["queue"] for route in settings.CELERY_TASK_ROUTES.values()}

    assert sorted(consumed) == sorted({settings.CELERY_TASK_DEFAULT_QUEUE, *routed})
    assert set(queues(compose, "encoder")) == routed
    assert compose["encoder"]["command"][-2:] == ["-c", "1"]


def queues(compose: dict, name: str) -> list[str]:
    command = compose[name]["command"]
    return command[command.index("-Q") + 1].split(",")


def test_programs_start_when_the_tables_are_there(compose):
    for name in PROGRAMS:
        waits_for = compose[name]["depends_on"]
        assert waits_for["migrate"]["condition"] == "service_completed_successfully"
        assert waits_for["valkey"]["condition"] == "service_healthy"
    assert (
        compose["migrate"]["depends_on"]["postgres"]["condition"] == "service_healthy"
    )
    for name in ("postgres", "valkey"):
        assert compose[name]["healthcheck"]["test"]


def test_what_is_kept_has_a_volume(compose):
    volumes = yaml.safe_load(text("docker-compose.yml"))["volumes"]
    mounted = [
        volume.partition(":")[0]
        for name in ("postgres", "valkey")
        for volume in compose[name]["volumes"]
    ]

    assert sorted(volumes) == sorted(mounted)


def test_only_this_machine_reaches_the_ports(compose):
    for service in compose.values():
        assert all(port.startswith("127.0.0.1:") for port in service.get("ports", []))


# --- The image --------------------------------------------------------------------


def test_the_image_installs_by_hash_and_runs_as_nobody_special(dockerfile):
    assert "--require-hashes -r requirements/run.txt" in dockerfile
    assert instruction(dockerfile, "USER") not in {"root", "0"}
    assert "/healthz" in instruction(dockerfile, "HEALTHCHECK")


def test_the_image_has_a_python_that_the_portal_runs_on(dockerfile):
    wanted = tomllib.loads(text("pyproject.toml"))["project"]["requires-python"]
    version = re.match(r"python:(\d+\.\d+)-", instruction(dockerfile, "FROM"))[1]

    assert wanted.removeprefix(">=") == version


def test_the_image_bakes_in_no_key(dockerfile):
    for line in dockerfile.splitlines():
        assert not line.startswith(("ENV", "ARG")) or "SECRET_KEY" not in line
        if "manage.py" in line:
            assert "SECRET_KEY=only-for-the-build" in line
    assert ".env" in text(".dockerignore").splitlines()


def test_the_image_serves_as_the_demo_does(dockerfile):
    """Threads, interface and patience are decided once."""
    command = ast.literal_eval(instruction(dockerfile, "CMD"))
    ours = options(command)
    demo = options(programs.web(8000))

    assert command[-1] == "neascn.wsgi:application"
    assert ours.keys() == demo.keys() - {"--log-level"}
    assert {k: v for k, v in ours.items() if k != "--host"} == {
        k: v for k, v in demo.items() if k not in {"--host", "--log-level"}
    }


def options(command: list[str]) -> dict[str, str]:
    """`--name value` and `--flag` after the program's name."""
    words = command[command.index("granian") + 1 : -1]
    found: dict[str, str] = {}
    for word in words:
        if word.startswith("--"):
            found[word] = ""
        else:
            found[list(found)[-1]] = word
    return found


def test_commands_exist(compose, dockerfile):
    named = re.findall(r"manage\.py (\w+)", dockerfile)
    for service in compose.values():
        named += re.findall(r"manage\.py (\w+)", " ".join(service.get("command", [])))

    assert {"setup", "prepare"} <= set(named) <= get_commands().keys()


def test_the_operations_page_shows_the_same_commands(compose):
    page = text("docs/operations.md")
    for name in CELERY:
        assert shlex.join(compose[name]["command"]) in page


# --- What holds for all of them ------------------------------------------------------


@pytest.mark.parametrize(
    "path", ["Dockerfile", "docker-compose.yml", ".env.example", ".dockerignore"]
)
def test_no_path_of_a_machine_is_written_down(path):
    for home in ("/home/", "/root", "/tmp"):
        assert home not in text(path)
