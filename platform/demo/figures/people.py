"""The register of one NGO, growing as sessions are held: some come back, the others are new."""

import random
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from demo.figures.callings import WORKPLACES
from demo.figures.known_twice import Human, Record, records_of
from demo.figures.names import NameDraw, mailbox
from demo.figures.ngos import CITY_REGIONS, COUNTRIES, HOMES, OTHER_REGIONS
from demo.figures.plan import Plan

AGE_BANDS = ("-25", "25-34", "35-49", "50+")
AGE_WEIGHTS = {"professional": (4, 30, 42, 24), "public": (32, 28, 24, 16)}

DIALLING_CODES = {"MA": "212", "FR": "33"}
# {a} and {b} are the last two pairs; 06 00 00 is a block that libphonenumber accepts in both countries.
PHONE_SHAPES = (
    *("06 00 00 {a} {b}",) * 5,
    "060000{a}{b}",
    "06-00-00-{a}-{b}",
    "+{code} 6 00 00 {a} {b}",
    "+{code}60000{a}{b}",
    "00{code}60000{a}{b}",
)
ARABIC_DIGITS = str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩")


@dataclass(frozen=True)
class Person:
    """One row of the sheet ``people``; the fields are its columns, None is unknown."""

    ref: str
    full_name: str
    name_other_script: str | None
    email: str | None
    phone: str | None
    sex: str | None
    age_band: str | None
    category: str | None
    institution: str | None
    institution_type: str | None
    region: str | None
    language: str | None


class Register:
    """All people that one NGO has met so far. Nobody's data change once they are in it."""

    def __init__(self, schema: str) -> None:
        self.people: list[Person] = []
        self._schema = schema
        self._home = HOMES[schema]
        self._country = COUNTRIES[schema]
        self._names = NameDraw(self._country, seed=f"{schema}/names")
        self._expected: list[tuple[Human, Record]] = []

    def open_year(self, year: int) -> None:
        """From now on, expect also those whom this year brings from another register."""
        self._expected += records_of(self._schema, year)

    def gather(
        self,
        plan: Plan,
        categories: Sequence[str | None],
        count: int,
        returning: float,
        rng: random.Random,
        barred: Collection[Person] = (),
    ) -> list[Person]:
        """``count`` different people of these categories, at most the share ``returning`` met before."""
        known = [person for person in self.people if person.category in categories and person not in barred]
        back = rng.sample(known, min(len(known), round(count * returning)))
        return back + [self._welcome(rng.choice(categories), plan, rng) for _ in range(count - len(back))]

    def _welcome(self, category: str | None, plan: Plan, rng: random.Random) -> Person:
        expected = next((pair for pair in self._expected if pair[0].category == category), None)
        if expected:
            self._expected.remove(expected)
        person = self._record(*expected, plan, rng) if expected else self._invent(category, plan, rng)
        self.people.append(person)
        return person

    @property
    def _next_ref(self) -> str:
        return f"{self._home.prefix}-{len(self.people) + 1:04d}"

    def _record(self, human: Human, record: Record, plan: Plan, rng: random.Random) -> Person:
        """Somebody of ``known_twice``: the identity is given, only the workplace is drawn."""
        institution_type, institution = rng.choice(WORKPLACES[human.category])
        return Person(
            self._next_ref, record.full_name, record.name_other_script, record.email, record.phone, human.sex,
            human.age_band, human.category, institution, institution_type, _region(plan, self._home.city),
            "fr",
        )  # fmt: skip

    def _invent(self, category: str | None, plan: Plan, rng: random.Random) -> Person:
        [sex] = rng.choices(("f", "m", "x", None), (560, 382, 6, 52))
        latin, arabic = self._names.next(sex if sex in ("f", "m") else rng.choice("fm"))
        full_name, other_script = _written(latin, arabic, rng)
        institution_type, institution = _workplace(category, rng)
        reachable = 0.35 if category in (None, "general_public") else 0.65
        return Person(
            ref=self._next_ref,
            full_name=full_name,
            name_other_script=other_script,
            email=self._email(latin, rng) if rng.random() < reachable else None,
            phone=self._phone(rng) if rng.random() < reachable else None,
            sex=sex,
            age_band=_age_band(category, rng),
            category=category,
            institution=institution,
            institution_type=institution_type,
            region=self._region(plan, rng),
            language=self._language(plan, rng),
        )

    def _email(self, latin: str, rng: random.Random) -> str:
        """The ref's number is in it, so that two NGOs never share a mailbox by accident."""
        return f"{mailbox(latin)}.{self._next_ref.lower()}@{rng.choice(('example.org', 'example.com'))}"

    def _phone(self, rng: random.Random) -> str:
        """A number of its own per person: the NGO's digit, then the rank in the register."""
        digits = f"{self._home.line}{len(self.people) + 1:03d}"
        shape = rng.choice(PHONE_SHAPES)
        number = shape.format(a=digits[:2], b=digits[2:], code=DIALLING_CODES[self._country])
        in_arabic = self._country == "MA" and rng.random() < 0.05
        return number.translate(ARABIC_DIGITS) if in_arabic else number

    def _region(self, plan: Plan, rng: random.Random) -> str | None:
        from_afar = rng.choice(OTHER_REGIONS[self._country])
        [region] = rng.choices((_region(plan, self._home.city), from_afar, None), (84, 11, 5))
        return region

    def _language(self, plan: Plan, rng: random.Random) -> str | None:
        arabic = 3 if self._country == "FR" else 80 if plan.language == "ar" else 40
        [language] = rng.choices(("ar", "fr", "en", None), (arabic, 92 - arabic, 3, 5))
        return language


def _region(plan: Plan, home_city: str) -> str:
    return CITY_REGIONS[plan.city or home_city]


def _written(latin: str, arabic: str | None, rng: random.Random) -> tuple[str, str | None]:
    """(full name, the other script): mostly Latin first, some Arabic first, some in one script only."""
    if arabic is None:
        return latin, None
    [written] = rng.choices(((latin, arabic), (arabic, latin), (latin, None)), (82, 8, 10))
    return written


def _workplace(category: str | None, rng: random.Random) -> tuple[str | None, str | None]:
    """(institution type, institution); now and then only the type was written down, or nothing."""
    if category not in WORKPLACES:
        return None, None
    institution_type, institution = rng.choice(WORKPLACES[category])
    variants = ((institution_type, institution), (institution_type, None), (None, None))
    [noted] = rng.choices(variants, (86, 9, 5))
    return noted


def _age_band(category: str | None, rng: random.Random) -> str | None:
    if rng.random() < 0.05:
        return None
    if category == "student":
        return "-25"
    [band] = rng.choices(AGE_BANDS, AGE_WEIGHTS["public" if category == "general_public" else "professional"])
    return band
