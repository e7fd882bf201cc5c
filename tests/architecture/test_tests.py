"""What the tests themselves keep to."""

import ast
from collections.abc import Iterator
from pathlib import Path

TESTS = Path(__file__).parents[1]
DAYS = {"today", "localdate"}


def read_at_once(node: ast.AST) -> Iterator[ast.AST]:
    """What runs when the module is read: everything but the bodies of functions."""
    for child in ast.iter_child_nodes(node):
        if isinstance(child, ast.FunctionDef | ast.AsyncFunctionDef):
            for part in (*child.decorator_list, *child.args.defaults, *filter(None, child.args.kw_defaults)):
                yield part
                yield from read_at_once(part)
        elif not isinstance(child, ast.Lambda):
            yield child
            yield from read_at_once(child)


def asks_the_day(node: ast.AST) -> bool:
    if not isinstance(node, ast.Call):
        return False
    name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
    return name in DAYS


def test_none_keeps_the_day_it_was_read_on() -> None:
    """A run that begins before midnight ends after it."""
    found = [
        f"{file.relative_to(TESTS)}:{node.lineno}"
        for file in sorted(TESTS.rglob("*.py"))
        for node in read_at_once(ast.parse(file.read_text()))
        if asks_the_day(node)
    ]
    assert found == []


def test_that_rule_sees_constants_defaults_and_decorators() -> None:
    bad = "A = today()\n@mark([localdate()])\ndef f(a=today(1)):\n    return today(2)\nB = lambda: today(3)\n"
    assert [node.lineno for node in read_at_once(ast.parse(bad)) if asks_the_day(node)] == [1, 2, 3]
