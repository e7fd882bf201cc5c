"""How much of an exercise or a glossary term is written in each language: a few queries whatever their number."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from modelcluster.models import ClusterableModel, get_all_child_relations
from modeltranslation.translator import translator
from wagtail.models import Revision

from core.languages import ORDER
from core.rounding import percent_done
from core.translations import State, source_language, translated_fields


@dataclass
class Tally:
    """`of` texts of the source language, so many are written in each language."""

    headings: dict[str, str]
    of: int = 0
    filled: dict[str, int] = field(default_factory=lambda: dict.fromkeys(ORDER, 0))

    @property
    def source(self) -> str:
        return source_language(self.headings)

    def count(self, record: Mapping[str, Any], fields: Iterable[str]) -> None:
        """Count the texts of one record, its columns by name."""
        for name in fields:
            if (record.get(f"{name}_{self.source}") or "").strip():
                self.of += 1
                for code in ORDER:
                    self.filled[code] += bool((record.get(f"{name}_{code}") or "").strip())

    def states(self) -> dict[str, dict[str, Any]]:
        """As `language_states` of a page: without ready flags, what is complete is ready."""
        return {
            code: {
                "state": str(self._state(code)), "percent": percent_done(self.filled[code], self.of),
                "filled": self.filled[code], "of": self.of,
            }
            for code in ORDER
        }  # fmt: skip

    def _state(self, code: str) -> State:
        if not self.filled[code]:
            return State.MISSING
        return State.READY if self.filled[code] == self.of else State.DRAFT


def tally_all(model: Any) -> dict[int, Tally]:
    """The tallies of all rows of a model, drafts rather than what is published."""
    name = translated_fields(model)[0]
    found = {row["pk"]: row for row in model.objects.values("pk", *_columns(model))}
    tallies = {pk: Tally({code: row[f"{name}_{code}"] or "" for code in ORDER}) for pk, row in found.items()}
    for pk, row in found.items():
        tallies[pk].count(row, translated_fields(model))
    _count_below(model, {pk: tallies[pk] for pk in found})
    if hasattr(model, "has_unpublished_changes"):
        drafted = model.objects.filter(has_unpublished_changes=True, latest_revision__isnull=False)
        revisions = Revision.objects.filter(pk__in=drafted.values("latest_revision"))
        for content in revisions.values_list("content", flat=True):
            tallies[int(content["pk"])] = tally = Tally({code: content.get(f"{name}_{code}") or "" for code in ORDER})
            _count_content(model, content, tally)
    return tallies


def _columns(model: Any) -> list[str]:
    return [f"{name}_{code}" for name in translated_fields(model) for code in ORDER]


def _relations(model: Any) -> list[Any]:
    """The child relations whose rows have translated texts."""
    relations = get_all_child_relations(model) if issubclass(model, ClusterableModel) else []
    translated = translator.get_registered_models()
    return [relation for relation in relations if relation.related_model in translated]


def _count_below(model: Any, tallies: Mapping[int, Tally]) -> None:
    """Count the rows below rows of `model`, whose tallies are given by their id."""
    for relation in _relations(model):
        child, parent = relation.related_model, relation.field.attname
        below: dict[int, Tally] = {}
        for row in child.objects.values("pk", parent, *_columns(child)):
            if tally := tallies.get(row[parent]):
                tally.count(row, translated_fields(child))
                below[row["pk"]] = tally
        _count_below(child, below)


def _count_content(model: Any, content: Mapping[str, Any], tally: Tally) -> None:
    tally.count(content, translated_fields(model))
    for relation in _relations(model):
        for record in content.get(relation.get_accessor_name(), []):
            _count_content(relation.related_model, record, tally)
