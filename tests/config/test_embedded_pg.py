"""The embedded PostgreSQL, for real: in a folder of its own, killed, and there again with its data."""

import os
import shutil
import signal
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from config import embedded_pg, in_memory

pytestmark = pytest.mark.slow


@pytest.fixture
def base(tmp_path: Path) -> Iterator[Path]:
    folder = tmp_path / "var"
    yield folder
    embedded_pg.stop(folder)
    if (folder / "POSTGRES-IS-ELSEWHERE").exists():  # the system user cannot reach pytest's private folder
        shutil.rmtree(embedded_pg.locate(folder).data.parent)


def ask(server: embedded_pg.Server, statement: str, user: str = embedded_pg.USER) -> object:
    with psycopg.connect(host=str(server.socket), dbname=embedded_pg.DATABASE, user=user, autocommit=True) as session:
        cursor = session.execute(statement.encode())
        return cursor.fetchone()[0] if cursor.description else None  # type: ignore[index]


def postmaster(server: embedded_pg.Server) -> int:
    return int((server.data / "postmaster.pid").read_text().splitlines()[0])


def test_a_killed_server_is_there_again_with_its_data(base: Path) -> None:
    server = embedded_pg.ensure(base)
    ask(server, "CREATE TABLE kept AS SELECT 7 AS number")
    ask(server, "CHECKPOINT", user=embedded_pg.ADMIN)
    killed = postmaster(server)
    if os.geteuid() == 0:
        assert Path(f"/proc/{killed}").stat().st_uid != 0
    os.kill(killed, signal.SIGKILL)
    deadline = time.monotonic() + 5
    while embedded_pg.is_ready(server) and time.monotonic() < deadline:
        time.sleep(0.05)
    assert embedded_pg.ensure(base) == server
    assert postmaster(server) != killed
    assert ask(server, "SELECT number FROM kept") == 7
    assert embedded_pg.stop(base) is True
    assert embedded_pg.stop(base) is False


@pytest.fixture
def home(request: pytest.FixtureRequest) -> Iterator[Path]:
    """A folder of that name which every user may enter, so that the server's files are really in it."""
    above = Path(tempfile.mkdtemp(prefix="wasl-"))
    above.chmod(0o755)
    folder = above / request.param
    folder.mkdir(parents=True)
    yield folder
    embedded_pg.stop(folder)
    shutil.rmtree(above)
    shutil.rmtree(embedded_pg.locate(folder).socket, ignore_errors=True)
    shutil.rmtree(above, ignore_errors=True)


@pytest.mark.parametrize(
    "home", ["Mes démos/wasl أ", "l'atelier (2); rm", "un, deux", "-k #%&*", "é" * 60], ids=str, indirect=True
)
def test_it_runs_in_a_folder_of_any_name(home: Path) -> None:
    server = embedded_pg.ensure(home)
    assert server.data == home / "pg-data"
    assert ask(server, "SELECT current_database()") == "wasl"
    assert embedded_pg.stop(home) is True


@pytest.mark.parametrize("home", ["a$HOME", 'a"b', "a`b", "a\\b"], ids=str, indirect=True)
def test_a_name_that_a_shell_would_read_is_refused_at_once(home: Path) -> None:
    with pytest.raises(embedded_pg.EmbeddedPostgresError, match="Rename it"):
        embedded_pg.ensure(home)
    assert not (home / "pg-data" / "PG_VERSION").exists()


@pytest.mark.parametrize("home", ["memory"], indirect=True)
def test_the_tests_own_server_is_in_memory_and_gives_it_back(home: Path, tmp_path: Path, monkeypatch) -> None:
    monkeypatch.setattr(in_memory, "MEMORY", home)
    monkeypatch.setattr(in_memory, "ROOM", 1)
    server = in_memory.ensure(tmp_path)
    assert server.data.is_relative_to(home / f"wasl-{embedded_pg.digest_of(tmp_path)}")
    assert ask(server, "SHOW fsync") == "off"
    in_memory.remove(tmp_path)
    assert list(home.iterdir()) == []


@pytest.mark.parametrize("room", [pytest.param(2**60, id="no room"), pytest.param(1, id="no such folder")])
def test_where_memory_has_no_room_it_is_the_demos(tmp_path: Path, monkeypatch, room: int) -> None:
    monkeypatch.setattr(in_memory, "MEMORY", tmp_path if room > 1 else tmp_path / "nowhere")
    monkeypatch.setattr(in_memory, "ROOM", room)
    assert in_memory.folder_for(tmp_path / "var") == tmp_path / "var"
