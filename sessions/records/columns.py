"""The columns of the workbook's six sheets, to the letter of interfaces.md."""

from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from typing import cast

from django.db import models

from core.codes import AgeBand, Category, InstitutionType, Language, Sex
from core.spreadsheets import cells
from people.models import Person
from sessions.models import Cycle, Evidence, Slot, TestScore, TrainingSession
from sessions.models.training_session import LONGEST_SLOT

LARGEST_NUMBER = 32_767  # of a slot, in its column's type
LARGEST_COUNT = 1_000_000  # more people in one room are a slip
HIGHEST_SCORE = Decimal("99999.99")


@dataclass(frozen=True)
class Column:
    """`field` is the model's name for it, where it differs."""

    name: str
    read: cells.Reader
    required: bool = False
    renamed: str = ""

    @property
    def field(self) -> str:
        return self.renamed or self.name


def _text(model: type[models.Model], field: str, read: Callable[[int], cells.Reader] = cells.text) -> cells.Reader:
    """A reader that knows how long the model's field may be."""
    found = cast("models.CharField[str, str]", model._meta.get_field(field))
    return read(found.max_length or 0)


_SESSION = Column("session", _text(TrainingSession, "ref"), required=True)
_SLOT = Column("slot", cells.whole(1, LARGEST_NUMBER), required=True)
_PERSON = Column("person", _text(Person, "ref"), required=True)
_SEX = Column("sex", cells.code(Sex.values))
_CATEGORY = Column("category", cells.code(Category.values))

SHEETS: dict[str, tuple[Column, ...]] = {
    "people": (
        Column("ref", _text(Person, "ref"), required=True),
        Column("full_name", _text(Person, "full_name"), required=True),
        Column("name_other_script", _text(Person, "name_other_script")),
        Column("email", _text(Person, "email", cells.email)),
        Column("phone", cells.phone),
        _SEX,
        Column("age_band", cells.code(AgeBand.values)),
        _CATEGORY,
        Column("institution", _text(Person, "institution")),
        Column("institution_type", cells.code(InstitutionType.values)),
        Column("region", cells.region, renamed="person_region"),
        Column("language", cells.code(Language.values), renamed="person_language"),
    ),
    "sessions": (
        Column("ref", _text(TrainingSession, "ref"), required=True),
        Column("title", _text(TrainingSession, "title"), required=True),
        Column("kind", cells.code(TrainingSession.Kind.values), required=True),
        Column("state", cells.code(TrainingSession.State.values), required=True),
        Column("audience", cells.code(TrainingSession.Audience.values), required=True),
        Column("role", cells.code(TrainingSession.Role.values)),
        Column("shared_key", _text(TrainingSession, "shared_key")),
        Column("modality", cells.code(TrainingSession.Modality.values)),
        Column("language", cells.code(Language.values)),
        Column("region", cells.region),
        Column("city", _text(TrainingSession, "city")),
        Column("project", _text(TrainingSession, "project")),
        Column("cycle", _text(Cycle, "code")),
        Column("pass_mark", cells.percent),
    ),
    "slots": (
        _SESSION,
        _SLOT,
        Column("date", cells.day, required=True),
        Column("part", cells.code(Slot.Part.values), required=True),
        Column("minutes", cells.whole(1, LONGEST_SLOT), required=True),
    ),
    "attendance": (
        _SESSION,
        _SLOT,
        _PERSON,
        Column("minutes", cells.whole(0, LONGEST_SLOT)),
        Column("source", cells.code(Evidence.Source.values)),
        Column("device_time", cells.moment),
    ),
    "headcounts": (
        _SESSION,
        _SLOT,
        Column("count", cells.whole(0, LARGEST_COUNT), required=True),
        _SEX,
        _CATEGORY,
    ),
    "tests": (
        _SESSION,
        _PERSON,
        Column("kind", cells.code(TestScore.Kind.values), required=True),
        Column("score", cells.decimal(HIGHEST_SCORE), required=True),
        Column("max", cells.decimal(HIGHEST_SCORE), required=True, renamed="maximum"),
    ),
}
