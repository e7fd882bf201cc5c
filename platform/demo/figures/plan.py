"""The shape of a planned session: what the tables of 2018 and 2019 say about each."""

from dataclasses import dataclass
from datetime import date
from functools import partial

MORNING = ("morning",)
AFTERNOON = ("afternoon",)
EVENING = ("evening",)
WHOLE_DAY = ("morning", "afternoon")


@dataclass(frozen=True)
class Slot:
    """One half-day of a session; ``number`` starts at 1."""

    number: int
    date: date
    part: str
    minutes: int


@dataclass(frozen=True)
class Plan:
    """One session. ``professionals`` and ``others`` are attendances, exactly as they will be counted."""

    title: str
    dates: str  # ISO days separated by a space, all with the same parts
    audience: str
    professionals: int = 0
    others: int = 0
    circle: str = "social"  # which professionals come, see callings.CIRCLES
    kind: str = "training"
    state: str = "held"
    role: str | None = None
    parts: tuple[str, ...] = WHOLE_DAY
    minutes: int = 210  # of each slot
    city: str | None = None  # None: where the NGO is at home
    language: str = "fr"
    modality: str = "in_person"
    project: str | None = None
    cycle: str | None = None
    met_before: int = 0  # how many of the professionals came to exactly one earlier session of the cycle
    pass_mark: int | None = None
    tested: bool = False
    headcount: tuple[int, int, int] = (0, 0, 0)  # unidentified women, men, and people whose sex nobody noted

    def slots(self) -> list[Slot]:
        """The half-days in order: every part of the first day, then of the next."""
        halves = [(date.fromisoformat(day), part) for day in self.dates.split() for part in self.parts]
        return [Slot(number, day, part, self.minutes) for number, (day, part) in enumerate(halves, start=1)]


training = partial(Plan, kind="training")
awareness = partial(Plan, kind="awareness", parts=MORNING, minutes=180, circle="town")
colloquium = partial(Plan, kind="event")
