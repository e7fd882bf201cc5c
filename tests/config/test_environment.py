"""The file of the environment: read as shells and systemd read it, never before the environment itself."""

import os
import re
import shlex
from pathlib import Path

import pytest
from django.core.exceptions import ImproperlyConfigured

from config import environment
from config.first_run import environment_file

VALUES = {
    "plain": "postgresql://wasl@db:5432/wasl",
    "empty": "",
    "spaces": "Réseau du Sud <no-reply@example.org>",
    "dollar and query": "postgresql://u:p$HOME@db/wasl?sslmode=require&x=1",
    "apostrophe": "l'été",
    "both quotes": """a'b"c`d\\e$f""",
    "hash": "a #b",
}


@pytest.mark.parametrize("value", VALUES.values(), ids=VALUES)
def test_what_is_written_is_read_back_by_us_and_by_a_shell(tmp_path: Path, value: str) -> None:
    line = f"NAME={environment_file.quoted(value)}"
    (tmp_path / "x").write_text(line, encoding="utf-8")
    assert environment.read_file(tmp_path / "x") == {"NAME": value}
    if value != VALUES["both quotes"]:  # Python's reading of a shell's line takes fewer characters back
        assert shlex.split(line) == [f"NAME={value}"]


def test_comments_exports_and_blank_lines(tmp_path: Path) -> None:
    (tmp_path / "x").write_text("# a\n\n; b\nexport A = 'b c'\nB=c d\nA=last\n")
    assert environment.read_file(tmp_path / "x") == {"A": "last", "B": "c d"}


@pytest.mark.parametrize(
    ("content", "why"),
    [
        pytest.param(b"A=1\nwhatever\n", "x, line 2: write it as NAME=value.", id="no assignment"),
        pytest.param(b"A=\xff\xfe", "x cannot be read: not a text in UTF-8.", id="no text"),
        pytest.param(None, "x cannot be read: No such file or directory.", id="no file"),
    ],
)
def test_a_file_that_cannot_be_read_stops_the_start(tmp_path: Path, monkeypatch, content: bytes, why: str) -> None:
    if content is not None:
        (tmp_path / "x").write_bytes(content)
    monkeypatch.setenv("WASL_ENV_FILE", str(tmp_path / "x"))
    with pytest.raises(ImproperlyConfigured) as refused:
        environment.load()
    assert why in str(refused.value)


def test_the_environment_itself_wins(tmp_path: Path, monkeypatch) -> None:
    (tmp_path / "x").write_text("T_FIRST=file\nT_SECOND=file\nT_THIRD=file\n")
    for name, value in (("WASL_ENV_FILE", str(tmp_path / "x")), ("T_FIRST", "real"), ("T_SECOND", "")):
        monkeypatch.setenv(name, value)
    monkeypatch.setenv("T_THIRD", "x")
    monkeypatch.delenv("T_THIRD")
    environment.load()
    assert [os.environ[name] for name in ("T_FIRST", "T_SECOND", "T_THIRD")] == ["real", "file", "file"]


def test_a_file_beside_manage_py_is_read_where_nothing_else_says_how_to_start(tmp_path: Path, monkeypatch) -> None:
    monkeypatch.setenv("T_FOUND", "x")
    monkeypatch.delenv("T_FOUND")
    monkeypatch.setenv("WASL_ENV_FILE", "")
    (tmp_path / "wasl.env").write_text("T_FOUND=yes\n")
    environment.load(tmp_path)
    assert os.environ.get("T_FOUND") is None  # the tests name their settings
    monkeypatch.delenv("DJANGO_SETTINGS_MODULE")
    environment.load(tmp_path)
    assert (os.environ["T_FOUND"], os.environ["WASL_ENV_FILE"]) == ("yes", str(tmp_path / "wasl.env"))


def test_the_file_is_private_and_what_is_set_in_it_stays(tmp_path: Path) -> None:
    path = tmp_path / "wasl.env"
    first = {"SECRET_KEY": "a" * 60, "EMAIL_HOST": "mail.example.org", "EMAIL_HOST_USER": ""}
    assert environment_file.write(path, first) == list(first)
    assert path.stat().st_mode & 0o777 == 0o600
    before = path.read_text()
    assert environment_file.write(path, dict.fromkeys(first, "other")) == []
    assert environment_file.write(path, first | {"WASL_BASE_URL": "https://x.org"}) == ["WASL_BASE_URL"]
    assert path.read_text().startswith(before)
    assert environment.read_file(path) == first | {"WASL_BASE_URL": "https://x.org"}
    assert [file.name for file in tmp_path.iterdir()] == ["wasl.env"]


def test_a_file_of_ours_in_a_folder_that_is_not_is_written_in_place(tmp_path: Path, monkeypatch) -> None:
    path = tmp_path / "wasl.env"
    path.write_text("A=1")
    path.chmod(0o600)
    monkeypatch.setattr(environment_file.os, "access", lambda folder, mode: False)  # whoever runs tests may be root
    assert environment_file.write(path, {"EMAIL_PORT": "25"}) == ["EMAIL_PORT"]
    assert path.read_text() == "A=1\nEMAIL_PORT=25\n"


def test_every_line_is_explained_and_new_keys_differ_and_are_strong(tmp_path: Path) -> None:
    keys = [environment_file.new_key() for _time in range(20)]
    assert len(set(keys)) == 20
    for key in keys:
        assert environment.strong("SECRET_KEY", key, 50) == key
        assert environment_file.quoted(key) == key
    assert len({environment_file.new_vapid_key() for _time in range(20)}) == 20
    assert re.fullmatch(r"[A-Za-z0-9_-]{43}", environment_file.new_vapid_key())
    explained = environment_file.explained()
    assert set(environment_file.KEYS) <= set(explained)
    alone = [name for name, words in explained.items() if not words]  # they stand below the one that explains them
    assert {name.partition("_")[0] for name in alone} == {"EMAIL", "SMS"}
