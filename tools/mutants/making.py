"""Draw mutants of an area: `making.py AREA [--size 50] [--seed 1]`, in an environment that has mutmut.

The changes are mutmut's own, and three it lacks: a call that decides nothing any more (its first argument, or what it
was called on, in its place), a statement that is not done, and words of SQL. What is shown to people (messages) is
left alone. The same seed draws the same mutants of the same sources; what decides is drawn more often.
"""

import argparse
import json
import random
import re
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path

import libcst as cst
import libcst.matchers as m
from areas import AREAS, KEPT, ROOT
from libcst.metadata import MetadataWrapper, PositionProvider
from mutmut.mutation import mutators

MESSAGES = m.Call(func=m.OneOf(*(m.Name(name) for name in ("_", "gettext", "ngettext", "pgettext", "gettext_lazy"))))
SQL_WORDS = {
    r" >= ": " > ", r" <= ": " < ", r" > ": " >= ", r" < ": " <= ", r" = ": " <> ", r" <> ": " = ", r" \+ ": " - ",
    r" - ": " + ", r" \* ": " / ", r"(?<!%\(start\)s) AND ": " OR ", r" OR ": " AND ", r"\bmax\(": "min(",
    r"\bmin\(": "max(",
    r"\bleast\(": "greatest(", r"\bgreatest\(": "least(", r"\bNOT EXISTS": "EXISTS", r"\bDISTINCT ": "",
    r" DESC\b": "", r"\bLEFT JOIN": "JOIN", r"\bbool_or\(": "bool_and(", r" FILTER \(WHERE [^()]*\)": "",
    r"\bIS NULL": "IS NOT NULL", r"\bUNION ALL\b": "UNION", r"\bsum\(": "max(",
}  # fmt: skip


def no_call(node: cst.Call) -> Iterator[cst.BaseExpression]:
    """`replace(mark, person=who)` is `mark`; `rows.filter(valid=True)` is `rows`."""
    if node.args and not node.args[0].star and node.args[0].keyword is None and m.matches(node.func, m.Name()):
        yield _in_brackets(node.args[0].value)
    if m.matches(node.func, m.Attribute(value=m.OneOf(m.Call(), m.Attribute()))):
        yield _in_brackets(cst.ensure_type(node.func, cst.Attribute).value)


def _in_brackets(node: cst.BaseExpression) -> cst.BaseExpression:
    return node.with_changes(lpar=[cst.LeftParen(), *node.lpar], rpar=[*node.rpar, cst.RightParen()])


def no_statement(node: cst.SimpleStatementLine) -> Iterator[cst.SimpleStatementLine]:
    """A call made for its effect is not made; nothing is raised."""
    if m.matches(node.body[0], m.Expr(value=m.Call()) | m.Raise()):
        yield node.with_changes(body=[cst.Pass()])


def other_sql(node: cst.SimpleString) -> Iterator[cst.SimpleString]:
    """One word of a statement is another; comments stay."""
    if not re.search(r"\b(SELECT|WHERE|FROM)\b", node.value):
        return
    for pattern, other in SQL_WORDS.items():
        for found in re.finditer(pattern, node.value):
            line = node.value[node.value.rfind("\n", 0, found.start()) + 1 : found.start()]
            if "--" not in line:
                yield node.with_changes(value=node.value[: found.start()] + other + node.value[found.end() :])


# How often what is drawn; what is not named is not drawn.
WEIGHTS = {
    mutators.operator_swap_op: 6, mutators.operator_keywords: 6, mutators.operator_remove_unary_ops: 6,
    mutators.operator_number: 4, mutators.operator_name: 4, mutators.operator_if_exp: 4,
    mutators.operator_arg_removal: 1, mutators.operator_augmented_assignment: 2, mutators.operator_lambda: 1,
    mutators.operator_symmetric_string_methods_swap: 2, no_call: 4, no_statement: 6, other_sql: 4,
}  # fmt: skip
OPERATORS = [pair for pair in mutators.mutation_operators if pair[1] in WEIGHTS] + [
    (cst.Call, no_call),
    (cst.SimpleStatementLine, no_statement),
    (cst.SimpleString, other_sql),
]


class Changes(cst.CSTVisitor):
    """Every change that an operator knows for a module, with the line it begins at."""

    METADATA_DEPENDENCIES = (PositionProvider,)

    def __init__(self) -> None:
        self.found: list[tuple[int, str, cst.CSTNode, cst.CSTNode]] = []

    def on_visit(self, node: cst.CSTNode) -> bool:
        if m.matches(node, MESSAGES) or isinstance(node, (cst.Annotation, cst.Decorator, cst.Import, cst.ImportFrom)):
            return False
        for kind, operator in OPERATORS:
            if isinstance(node, kind):
                line = self.get_metadata(PositionProvider, node).start.line
                self.found += [(line, operator.__name__, node, changed) for changed in operator(node)]
        return True


def changes_of(path: Path) -> Iterator[dict]:
    """The mutants of a file, without its text; `make` gives that."""
    wrapper = MetadataWrapper(cst.parse_module(path.read_text()))
    visitor = Changes()
    wrapper.visit(visitor)
    for line, operator, node, changed in visitor.found:
        before, after = (wrapper.module.code_for_node(one) for one in (node, changed))
        if before != after and not before.startswith(("_(", '"""') if "sql" not in operator else ("_(",)):
            yield {
                "line": line, "operator": operator, "before": before, "after": after,
                "make": lambda node=node, changed=changed: wrapper.module.deep_replace(node, changed).code,
            }  # fmt: skip


def draw(candidates: Iterable[dict], size: int, seed: int) -> list[dict]:
    """Weighted, without replacement, the same for the same seed; what is no Python any more is passed over."""
    weights = {operator.__name__: weight for operator, weight in WEIGHTS.items()}
    chance = random.Random(seed)  # noqa: S311  to be repeated, not to be secret
    keyed = [(chance.random() ** (1 / weights[one["operator"]]), number, one) for number, one in enumerate(candidates)]
    drawn: list[dict] = []
    for _key, _number, one in sorted(keyed, key=lambda item: item[:2], reverse=True):
        one["source"] = one.pop("make")()
        if _is_python(one["source"]):
            drawn.append(one)
        if len(drawn) == size:
            break
    return drawn


def _is_python(source: str) -> bool:
    try:
        compile(source, "mutant", "exec")
    except SyntaxError:
        return False
    return True


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("area", choices=AREAS)
    parser.add_argument("--size", type=int, default=50)
    parser.add_argument("--seed", type=int, default=1)
    given = parser.parse_args()
    files = AREAS[given.area].files()
    candidates = [{"path": str(path.relative_to(ROOT)), **one} for path in files for one in changes_of(path)]
    drawn = sorted(draw(candidates, given.size, given.seed), key=lambda one: (one["path"], one["line"]))
    for number, one in enumerate(drawn, start=1):
        one["id"] = f"{given.area}-{number}"
    KEPT.mkdir(parents=True, exist_ok=True)
    (KEPT / f"{given.area}.json").write_text(json.dumps(drawn, ensure_ascii=False, indent=1))
    sys.stdout.write(f"{given.area}: {len(drawn)} of {len(candidates)} mutants drawn\n")


if __name__ == "__main__":
    main()
