"""What apps below ask of the apps above is answered: every registry has a member, every signal a receiver."""

import re
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest
from django.dispatch import Signal

from core.registry import Registry

ROOT = Path(__file__).parents[2]
ROOTS = (ROOT / "platform", ROOT)
APPS = [*(ROOT / "platform").iterdir(), ROOT / "courses", ROOT / "sessions", ROOT / "tenants"]


def _found(pattern: str, kind: type) -> list[tuple[str, Any]]:
    """(`module.name`, object) wherever code of ours assigns to a name of a module what `pattern` makes."""
    found = []
    for app in APPS:
        for path in sorted(app.rglob("*.py")):
            for name in re.findall(rf"^(\w+)(?::[^=\n]+)? = {pattern}\(", path.read_text(), re.MULTILINE):
                root = next(root for root in ROOTS if root in path.parents)
                module = ".".join(path.relative_to(root).with_suffix("").parts)
                thing = getattr(import_module(module), name)
                assert isinstance(thing, kind)
                found.append((f"{module}.{name}", thing))
    return found


REGISTRIES = _found("Registry", Registry)
SIGNALS = _found("Signal", Signal)
FOR_OTHERS = {"sessions.signals.records_imported"}  # offered to whoever builds on it; nobody here listens


def test_all_are_found():
    """A registry or signal made in another way would not be looked at below."""
    assert {id(registry) for _name, registry in REGISTRIES} >= {id(registry) for registry in Registry.every}
    assert len(REGISTRIES) >= 9
    assert len(SIGNALS) >= 8


@pytest.mark.parametrize("registry", [pytest.param(thing, id=name) for name, thing in REGISTRIES])
def test_every_registry_has_a_member(registry: Registry[Any]):
    assert len(registry) > 0, f"nothing is plugged into {registry.name}"


@pytest.mark.parametrize("signal", [pytest.param(thing, id=name) for name, thing in SIGNALS if name not in FOR_OTHERS])
def test_every_signal_has_a_receiver(signal: Signal):
    assert signal.receivers


def test_members_come_in_their_order_and_by_key():
    registry: Registry[str] = Registry("a test's own")
    Registry.every.remove(registry)  # for this process only
    registry.add("last", order=20)
    registry.add("first", order=10)
    registry.add("beside the last", key="kind", order=20)
    assert (list(registry), registry.get("kind"), registry.get("none")) == (
        ["first", "last", "beside the last"], "beside the last", None,
    )  # fmt: skip
    registry.add("in its place", key="kind", order=20)
    assert list(registry) == ["first", "last", "in its place"]
