"""What a server installs suffices: every module of ours is imported with the libraries of the production lock alone."""

import subprocess
import sys
from pathlib import Path

import pytest

from tests.support.production import GOOD

ROOT = Path(__file__).resolve().parents[2]
IMPORT_ALL = """
import importlib, pkgutil, sys
sys.path[:0] = ["platform", "."]
import django
django.setup()
apps = "accounts certificates config core courses impact network pages people sessions tenants"
for name in apps.split():
    for found in pkgutil.walk_packages(importlib.import_module(name).__path__, f"{name}."):
        importlib.import_module(found.name)
"""


@pytest.mark.long
def test_every_module_is_imported_with_a_servers_libraries(tmp_path):
    python = tmp_path / "venv" / "bin" / "python"
    subprocess.run([sys.executable, "-m", "venv", tmp_path / "venv"], check=True)
    install = [python, "-m", "pip", "install", "-qq", "--no-deps", "--require-hashes", "-r"]
    subprocess.run([*install, ROOT / "requirements-production.lock"], check=True, cwd=ROOT)
    environment = GOOD | {"DJANGO_SETTINGS_MODULE": "config.settings.production", "WASL_STATIC": str(tmp_path)}
    done = subprocess.run(
        [python, "-c", IMPORT_ALL], cwd=ROOT, env=environment, capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stderr) == (0, "")
    compiled = subprocess.run(
        [python, "tools/messages.py", "compile"], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert (compiled.returncode, compiled.stderr) == (0, "")
