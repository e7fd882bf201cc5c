"""Each rule of counting stands in one place, and merged people are read as one human."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

from sessions.rules import ENOUGH

ROOT = Path(__file__).parents[2]
FOLDERS = ("courses", "sessions", "platform/certificates", "platform/impact", "platform/people", "platform/pages")
READS = {"values", "values_list", "distinct", "Count"}
PERSON = re.compile(r"(\w+__)?person(_id)?")

# (file, function) that may read records as they are, and why.
BY_RECORD = {
    ("platform/impact/counting/supplementary.py", "count_certified"): "asks who a record was at an earlier moment",
    ("platform/people/messages/sending.py", "_open"): "a sent message names a record by its UUID",
    ("sessions/change_notices.py", "not_arrived"): "a sent message names a record by its UUID",
}

THRESHOLD = (re.compile(r"\b0?\.80?\b"), re.compile(r"\b5 \* .+\b4 \* ", re.DOTALL))
# Texts for readers that say the number.
TELLING = {"platform/certificates/wording.py", "platform/impact/presentation/naming.py", "sessions/completion.py"}


def modules() -> Iterator[tuple[str, ast.Module]]:
    for folder in FOLDERS:
        for file in sorted((ROOT / folder).rglob("*.py")):
            if "migrations" not in file.parts:
                yield str(file.relative_to(ROOT)), ast.parse(file.read_text())


def functions(tree: ast.Module) -> Iterator[tuple[str, ast.AST]]:
    """Name of the function or class at the module's own level, and its body."""
    for node in tree.body:
        yield getattr(node, "name", ""), node


def reads_a_person(node: ast.AST) -> bool:
    """Whether it is `values("person")` or its like, which tells the records of one human apart."""
    if not isinstance(node, ast.Call):
        return False
    name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
    texts = [arg.value for arg in node.args if isinstance(arg, ast.Constant) and isinstance(arg.value, str)]
    return name in READS and any(PERSON.fullmatch(text) for text in texts)


def test_lists_and_counts_of_people_go_by_human() -> None:
    found = {
        (file, name)
        for file, tree in modules()
        for name, body in functions(tree)
        for node in ast.walk(body)
        if reads_a_person(node)
    }
    assert found == BY_RECORD.keys()


def test_who_a_row_speaks_of_is_said_once() -> None:
    said = re.compile(r'Coalesce\(\s*"person__merged_into"')
    found = [file for file, _tree in modules() if said.search((ROOT / file).read_text())]
    assert found == ["platform/people/models/humans.py"]


def numbers(tree: ast.Module) -> Iterator[ast.AST]:
    """The threshold written out: 0.8, `Fraction(4, 5)`, or `5 * ... >= 4 * ...` in Python or SQL."""
    for node in ast.walk(tree):
        match node:
            case ast.Constant(value=float() as value) if value == float(ENOUGH):
                yield node
            case ast.Constant(value=str() as text) if any(pattern.search(text) for pattern in THRESHOLD):
                yield node
            case ast.Call(func=ast.Name(id="Fraction"), args=[ast.Constant(value=4), ast.Constant(value=5)]):
                yield node
            case ast.Compare(left=ast.BinOp(op=ast.Mult(), left=ast.Constant(value=4 | 5))):
                yield node


def test_the_threshold_of_completion_stands_in_one_place() -> None:
    assert [file for file, tree in modules() for _node in numbers(tree)] == ["sessions/rules.py"]


def test_texts_say_the_threshold_as_it_is() -> None:
    found = {file: set(re.findall(r"(\d+) % of (?:the|its)\b", (ROOT / file).read_text())) for file, _tree in modules()}
    assert {file: said for file, said in found.items() if said} == {
        file: {str(round(100 * ENOUGH))} for file in TELLING
    }


def test_advisory_locks_are_taken_in_one_place() -> None:
    """Beside those of a tenant's schema stand the two of the whole database."""
    files = [
        file for folder in ("courses", "sessions", "tenants", "platform") for file in (ROOT / folder).rglob("*.py")
    ]
    found = {str(file.relative_to(ROOT)) for file in files if "pg_advisory" in file.read_text()}
    assert found == {"platform/core/locks.py", "tenants/provisioning.py"}
