"""What happened: the planned sessions of an NGO in order of date, each with the people who came."""

import random
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from demo.figures.callings import CIRCLES, OUTSIDERS
from demo.figures.ngos import HOMES
from demo.figures.people import Person, Register
from demo.figures.plan import Plan
from demo.figures.plan_2018 import PLAN_2018
from demo.figures.plan_2019 import PLAN_2019

PLANS = {2018: PLAN_2018, 2019: PLAN_2019}

# Share of a session's people whom the NGO had met before, where the register already knows enough of them.
PROFESSIONALS_RETURN = 0.25
OTHERS_RETURN = 0.08


@dataclass(frozen=True)
class Gathering:
    """One session with its attendees, empty unless it was held."""

    ref: str
    plan: Plan
    attendees: tuple[Person, ...]


def gatherings(schema: str, year: int) -> list[Gathering]:
    """The NGO's sessions of that year. Earlier years are lived through first, for the people they leave."""
    if year not in PLANS:
        raise ValueError(f"no plan for {year}; known years: {sorted(PLANS)}")
    register = Register(schema)
    for passing in sorted(PLANS):
        register.open_year(passing)
        happened = _live(schema, passing, register)
        if passing == year:
            break
    return happened


def _live(schema: str, year: int, register: Register) -> list[Gathering]:
    rng = random.Random(f"{schema}/{year}")
    happened: list[Gathering] = []
    for plan in sorted(PLANS[year][schema], key=lambda plan: plan.dates):
        ref = f"{HOMES[schema].prefix}-{plan.dates[:10].replace('-', '')}"
        happened.append(Gathering(ref, plan, _attendees(plan, happened, register, rng)))
    return happened


def _attendees(plan: Plan, earlier: Iterable[Gathering], register: Register, rng: random.Random) -> tuple[Person, ...]:
    others = register.gather(plan, OUTSIDERS[plan.audience], plan.others, OTHERS_RETURN, rng)
    if plan.cycle:
        return (*_cycle_members(plan, earlier, register, rng), *others)
    professionals = register.gather(plan, CIRCLES[plan.circle], plan.professionals, PROFESSIONALS_RETURN, rng)
    return (*professionals, *others)


def _cycle_members(plan: Plan, earlier: Iterable[Gathering], register: Register, rng: random.Random) -> list[Person]:
    """The plan says how many come to the cycle a second time; nobody else does, so the unique are known."""
    met = Counter(person for past in earlier if past.plan.cycle == plan.cycle for person in past.attendees)
    again = rng.sample([person for person, times in met.items() if times == 1], plan.met_before)
    fresh = plan.professionals - len(again)
    return again + register.gather(plan, CIRCLES[plan.circle], fresh, PROFESSIONALS_RETURN, rng, barred=met)
