"""What installs the platform, looked at by the programs that will read it."""

import os
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest
import yaml

ROOT = Path(__file__).resolve().parents[2]
DEPLOY = ROOT / "deploy"
OURS = ("web", "worker", "scheduler")


def run(program: str, *arguments: str | Path) -> tuple[int, str]:
    if not (path := shutil.which(program, path=f"{ROOT / '.venv/bin'}{os.pathsep}{os.environ['PATH']}")):
        pytest.skip(f"no {program}")
    done = subprocess.run([path, *map(str, arguments)], capture_output=True, text=True, check=False, cwd=ROOT)
    return done.returncode, (done.stdout + done.stderr).strip()


@pytest.fixture(scope="module")
def compose() -> dict[str, Any]:
    return yaml.safe_load((DEPLOY / "compose.yaml").read_text())


def test_the_image():
    assert run("hadolint", DEPLOY / "Dockerfile") == (0, "")


@pytest.mark.parametrize("script", sorted(DEPLOY.glob("*.sh")), ids=lambda path: path.name)
def test_scripts(script):
    assert run("shellcheck", script) == (0, "")


def test_the_proxy_of_caddy():
    code, said = run("caddy", "validate", "--config", DEPLOY / "Caddyfile", "--adapter", "caddyfile")
    assert (code, "Valid configuration" in said.splitlines()) == (0, True)
    assert run("caddy", "fmt", DEPLOY / "Caddyfile") == (0, (DEPLOY / "Caddyfile").read_text().strip())


@pytest.mark.parametrize("name", OURS)
def test_our_containers_may_write_to_their_volumes_alone(compose, name):
    service = compose["services"][name]
    assert service["read_only"] is True
    assert service["cap_drop"] == ["ALL"]
    assert service["security_opt"] == ["no-new-privileges:true"]
    assert [volume.partition(":")[2] for volume in service["volumes"]] == ["/var/lib/wasl", "/var/backups/wasl"]
    assert "ports" not in service


def test_only_the_proxy_is_reached_from_outside(compose):
    assert {name for name, service in compose["services"].items() if "ports" in service} == {"caddy"}


def test_no_secret_is_written_in_it(compose):
    for service in compose["services"].values():
        for name, value in service.get("environment", {}).items():
            assert "PASSWORD" not in name or value.startswith("${POSTGRES_PASSWORD:?"), name


def test_the_database_s_owner_is_an_ordinary_one():
    script = (DEPLOY / "postgres-owner.sh").read_text()
    assert "CREATE ROLE wasl LOGIN NOSUPERUSER" in script


@pytest.mark.parametrize("unit", sorted((DEPLOY / "systemd").iterdir()), ids=lambda path: path.name)
def test_units_as_systemd_reads_them(unit, tmp_path, monkeypatch):
    """In another folder than /opt/wasl, with programs of the names that `deploy/debian.sh` installs."""
    for program in ("gunicorn", "python"):
        (tmp_path / ".venv/bin").mkdir(parents=True, exist_ok=True)
        (tmp_path / ".venv/bin" / program).touch(mode=0o755)
    for each in (DEPLOY / "systemd").iterdir():
        (tmp_path / each.name).write_text(each.read_text().replace("/opt/wasl", str(tmp_path)))
    monkeypatch.setenv("SYSTEMD_UNIT_PATH", f"{tmp_path}:")  # and the system's own
    assert run("systemd-analyze", "verify", "--man=no", tmp_path / unit.name) == (0, "")
