"""What the environment decides before anything starts."""

import socket

import pytest

from neascn.standalone import StandaloneError, launch

GIVEN = {
    "DATABASE_URL": "postgresql://portal@db.internal/portal",
    "BROKER_URL": "redis://broker.internal/0",
}


@pytest.fixture
def env(monkeypatch):
    for name in (*GIVEN, "PORT", "DATA_DIR", "SITE_URL", "DEMO", "DEBUG"):
        monkeypatch.delenv(name, raising=False)
    return monkeypatch.setenv


def test_given_servers_keep_the_embedded_ones_out(env, tmp_path):
    for name, value in GIVEN.items():
        env(name, value)

    with launch.servers_for(tmp_path / "var") as servers:
        assert servers is None

    assert not (tmp_path / "var" / "pg").exists()


@pytest.mark.parametrize("name", GIVEN)
def test_one_address_alone_is_a_mistake(env, name, tmp_path):
    env(name, GIVEN[name])

    with (
        pytest.raises(StandaloneError, match=f"{name} is set but .* is not"),
        launch.servers_for(tmp_path),
    ):
        pass


def test_two_portals_with_given_servers_do_not_share_a_folder(env, tmp_path):
    for name, value in GIVEN.items():
        env(name, value)

    with (
        launch.servers_for(tmp_path),
        pytest.raises(StandaloneError, match="already runs"),
        launch.servers_for(tmp_path),
    ):
        pass


@pytest.mark.parametrize("said", ["0", "65536", "-1", "eight", "８０００", "80 00"])
def test_a_port_is_a_number(env, said):
    env("PORT", said)

    with pytest.raises(StandaloneError, match="must be a number"):
        launch.chosen_port()


def test_a_taken_port_is_named_with_another_to_try():
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]

        with pytest.raises(StandaloneError, match=f"Port {port} is taken"):
            launch.ensure_free(port)


@pytest.mark.parametrize(("demo", "flag"), [(True, "DEMO"), (False, "DEBUG")])
def test_processes_are_told_where_and_what_the_portal_is(env, tmp_path, demo, flag):
    told = launch.environment(8123, tmp_path, demo=demo)

    assert told["SITE_URL"] == "http://localhost:8123"
    assert told["DATA_DIR"] == str(tmp_path)
    assert told["HF_HUB_OFFLINE"] == "1"
    assert [name for name in ("DEMO", "DEBUG") if told.get(name) == "1"] == [flag]


def test_what_the_operator_says_wins(env, tmp_path):
    env("SITE_URL", "http://localhost:9000")
    env("DEBUG", "0")

    told = launch.environment(8000, tmp_path, demo=False)

    assert (told["SITE_URL"], told["DEBUG"]) == ("http://localhost:9000", "0")
