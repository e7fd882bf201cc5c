"""The columns of the workbook's six sheets, to the letter of interfaces.md."""

from decimal import Decimal

from core.codes import Category, Language, Sex
from core.spreadsheets import cells
from core.spreadsheets.columns import Column, text_of
from people.imports.columns import PEOPLE
from people.models import Person
from sessions.models import Cycle, Evidence, Slot, TestScore, TrainingSession
from sessions.models.training_session import LONGEST_SLOT

LARGEST_NUMBER = 32_767  # of a slot, in its column's type
LARGEST_COUNT = 1_000_000  # more people in one room are a slip
HIGHEST_SCORE = Decimal("99999.99")


_SESSION = Column("session", text_of(TrainingSession, "ref"), required=True)
_SLOT = Column("slot", cells.whole(1, LARGEST_NUMBER), required=True)
_PERSON = Column("person", text_of(Person, "ref"), required=True)
_SEX = Column("sex", cells.code(Sex.values))
_CATEGORY = Column("category", cells.code(Category.values))

SHEETS: dict[str, tuple[Column, ...]] = {
    "people": PEOPLE,
    "sessions": (
        Column("ref", text_of(TrainingSession, "ref"), required=True),
        Column("title", text_of(TrainingSession, "title"), required=True),
        Column("kind", cells.code(TrainingSession.Kind.values), required=True),
        Column("state", cells.code(TrainingSession.State.values), required=True),
        Column("audience", cells.code(TrainingSession.Audience.values), required=True),
        Column("role", cells.code(TrainingSession.Role.values)),
        Column("shared_key", text_of(TrainingSession, "shared_key")),
        Column("modality", cells.code(TrainingSession.Modality.values)),
        Column("language", cells.code(Language.values)),
        Column("region", cells.region),
        Column("city", text_of(TrainingSession, "city")),
        Column("project", text_of(TrainingSession, "project")),
        Column("cycle", text_of(Cycle, "code")),
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
