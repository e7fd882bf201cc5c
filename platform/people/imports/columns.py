"""What each column of a list is: by its heading, by what stands in it, as the NGO said the last time, or as chosen."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from core.codes import AgeBand, Category, InstitutionType, Language, Sex
from core.spreadsheets import cells
from core.spreadsheets.columns import Column, text_of
from people.imports.headings import field_of, is_aside, is_row_number, looks_like_mail, looks_like_phone
from people.imports.words import headings, is_nothing, key, words
from people.models import Person
from people.person_fields import LABELS as FIELD_LABELS

# To the letter of interfaces.md, which names them for the records workbook.
PEOPLE: tuple[Column, ...] = (
    Column("ref", text_of(Person, "ref"), required=True),
    Column("full_name", text_of(Person, "full_name"), required=True),
    Column("name_other_script", text_of(Person, "name_other_script")),
    Column("email", text_of(Person, "email", cells.email)),
    Column("phone", cells.phone),
    Column("sex", cells.code(Sex.values)),
    Column("age_band", cells.code(AgeBand.values)),
    Column("category", cells.code(Category.values)),
    Column("institution", text_of(Person, "institution")),
    Column("institution_type", cells.code(InstitutionType.values)),
    Column("region", cells.region, renamed="person_region"),
    Column("language", cells.code(Language.values), renamed="person_language"),
)
COLUMNS: dict[str, Column] = {column.field: column for column in PEOPLE}
LABELS = {field: FIELD_LABELS[field] for field in COLUMNS}
FAMILY, GIVEN, TITLE, ATTENDANCE = "family_name", "given_name", "title", "attendance"
# What a column may be: a field of a person, a part of the name, or a presence.
TARGETS = {
    "full_name": LABELS["full_name"], FAMILY: _("Family name"), GIVEN: _("Given name"), TITLE: _("Title (Mr, Mrs)"),
    **{field: label for field, label in LABELS.items() if field != "full_name"},
    ATTENDANCE: _("Present"),
}  # fmt: skip
NAMES = ("full_name", FAMILY, GIVEN)
NAME_OR_PART, CONTACT = "name_or_part", "contact"
ENOUGH = 0.6  # of a column's cells that must look alike to tell what it is
MARK = re.compile(r"\s*\(\s*[\d.,/\s]+\)\s*$")  # `P (2/2)`, as Moodle writes it
NOT_TAKEN = "?"  # what Moodle writes of a session whose attendance was not taken
_DAY = re.compile(r"\d|\b(?:jour|day|seance|session|matin|apres midi|morning|afternoon|يوم|اليوم|صباح|مساء)\b")


@dataclass(frozen=True)
class ListColumn:
    """One column: where it stands (from 0), what it is called, which of TARGETS it is, "" for none, how many of its
    cells are filled, and some of them."""

    at: int
    heading: str
    field: str
    filled: int = 0
    examples: tuple[str, ...] = ()


def public_name(field: str) -> str:
    """What interfaces.md calls the field."""
    return COLUMNS[field].name if field in COLUMNS else field


def tell_columns(
    headings_: Sequence[str], rows: Sequence[Sequence[str]], *, chosen: Mapping[str, str],
    remembered: Mapping[str, str], overrides: Mapping[str, str],
) -> list[ListColumn]:  # fmt: skip
    """What each is. `chosen`: by heading, now; `remembered`: by its key, from lists before; `overrides`: by its key,
    what the
    tool says that made the list. A field is told once, but for presences; which column has more in it has it."""
    contents = [[row[at] for row in rows if at < len(row) and row[at]] for at in range(len(headings_))]
    guesses = [
        _guess(heading, content, chosen, remembered, overrides)
        for heading, content in zip(headings_, contents, strict=True)
    ]
    fields = _each_once(headings_, guesses, contents, chosen)
    fields = _with_parts_of_names(fields, contents)
    return [
        ListColumn(at, heading, field, len(content), tuple(dict.fromkeys(content[:50]))[:3])
        for at, (heading, field, content) in enumerate(zip(headings_, fields, contents, strict=True))
    ]


def _guess(
    heading: str, content: list[str], chosen: Mapping[str, str], remembered: Mapping[str, str],
    overrides: Mapping[str, str],
) -> str:  # fmt: skip
    if heading in chosen:
        return chosen[heading]
    for answers in (remembered, overrides):
        if key(heading) in answers:
            return answers[key(heading)]
    field = field_of(heading)
    if field == CONTACT:
        return _by_looks(content)
    if field or is_row_number(heading):
        return field
    if _is_attendance(heading, content):
        return ATTENDANCE
    return "" if is_aside(heading) else _by_looks(content, nameless=heading.startswith("("))


def _by_looks(content: list[str], *, nameless: bool = False) -> str:
    """A mail address or a phone, or in a column without a heading a name: what most cells look like."""
    sample = [cell for cell in content[:200] if not is_nothing(cell)]
    looks = [
        ("email", looks_like_mail),
        ("phone", looks_like_phone),
        *([("full_name", _looks_like_name)] if nameless else []),
    ]
    for field, is_like in looks:
        if sample and sum(map(is_like, sample)) >= ENOUGH * len(sample):
            return field
    return ""


def _looks_like_name(text: str) -> bool:
    words_ = text.replace("-", " ").replace("’", " ").replace("'", " ").split()
    return 2 <= len(words_) <= 6 and all(word.isalpha() for word in words_)


def _is_attendance(heading: str, content: list[str]) -> bool:
    if is_aside(heading) or not _DAY.search(key(heading)) or not content:
        return False
    sample = [cell for cell in content[:200] if cell != NOT_TAKEN]
    return bool(sample) and all(mark_of(cell) is not None for cell in sample)


def mark_of(cell: str) -> bool | None:
    """Whether a cell says present (late is present) or absent; None where it says neither, as Moodle's `?` does."""
    said = key(MARK.sub("", cell))
    if said in words("attendance", "present") or said in words("attendance", "late"):
        return True
    return False if said in words("attendance", "absent") else None


def _each_once(
    headings_: Sequence[str], guesses: list[str], contents: list[list[str]], chosen: Mapping[str, str]
) -> list[str]:  # fmt: skip
    """Of columns that are the same the chosen one has the field, else the one with its very name, else the fullest."""
    known = headings()
    best: dict[str, int] = {}
    for at, field in enumerate(guesses):
        if not field or field == ATTENDANCE:
            continue
        rank = (
            headings_[at] in chosen,
            len(contents[at]) > 0,
            known.get(key(headings_[at])) == field,
            len(contents[at]),
        )
        before = best.get(field)
        if before is None or rank > (
            headings_[before] in chosen, len(contents[before]) > 0, known.get(key(headings_[before])) == field,
            len(contents[before]),
        ):  # fmt: skip
            best[field] = at
    others = _in_the_other_script(guesses, contents, best)
    return [
        field if not field or field == ATTENDANCE or best[field] == at else others.get(at, "")
        for at, field in enumerate(guesses)
    ]


def _in_the_other_script(guesses: list[str], contents: list[list[str]], best: dict[str, int]) -> dict[int, str]:
    """A second column of whole names, in the other script."""
    if "full_name" not in best or "name_other_script" in best:
        return {}
    first = _is_arabic(contents[best["full_name"]])
    return {
        at: "name_other_script" for at, field in enumerate(guesses)
        if field == "full_name" and at != best["full_name"] and contents[at] and _is_arabic(contents[at]) != first
    }  # fmt: skip


def _is_arabic(content: list[str]) -> bool:
    return sum(any("\u0600" <= letter <= "\u06ff" for letter in cell) for cell in content) * 2 > len(content)


def _with_parts_of_names(fields: list[str], contents: list[list[str]]) -> list[str]:
    """`Nom` is the family name beside a given name, the given name beside a family name, else the whole."""
    if NAME_OR_PART in fields:
        meant = "full_name"
        if "full_name" in fields:
            meant = ""
        elif GIVEN in fields and FAMILY not in fields:
            meant = FAMILY
        elif FAMILY in fields:
            meant = GIVEN if GIVEN not in fields else ""
        fields = [meant if field == NAME_OR_PART else field for field in fields]
    if "full_name" in fields and contents[fields.index("full_name")]:
        return ["" if field in (FAMILY, GIVEN) else field for field in fields]
    if FAMILY in fields and GIVEN in fields:
        return ["" if field == "full_name" else field for field in fields]
    return fields
