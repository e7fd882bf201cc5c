"""The columns of a list of people: guessed from their names in three languages, remembered from the list before."""

import difflib
import re
from collections.abc import Callable
from typing import Any

from django.utils import translation
from django.utils.translation import gettext_lazy as _

from core.codes import REGIONS, AgeBand, Category, InstitutionType, Language, Sex, region_name
from core.spreadsheets import cells
from core.spreadsheets.cells import CellError, Place
from core.spreadsheets.columns import Column, text_of
from core.text import fold
from people.models import PeopleList, Person
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
# What such columns are called in the lists that NGOs have, folded.
SYNONYMS = {
    "ref": ("ref", "reference", "id", "code", "matricule", "numero", "المرجع"),
    "full_name": (
        "full_name", "full name", "name", "nom", "nom complet", "nom et prenom", "prenom et nom", "الاسم",
        "الاسم الكامل", "الاسم والنسب",
    ),
    "name_other_script": ("name_other_script", "nom en arabe", "nom arabe", "arabic name", "الاسم بالفرنسية"),
    "email": ("email", "e-mail", "mail", "courriel", "adresse mail", "adresse e-mail", "البريد الإلكتروني", "الإيميل"),
    "phone": ("phone", "tel", "tél.", "telephone", "gsm", "portable", "mobile", "الهاتف", "رقم الهاتف"),
    "sex": ("sex", "sexe", "genre", "gender", "الجنس", "النوع"),
    "age_band": ("age_band", "age", "tranche d'age", "tranche d’age", "السن", "العمر", "الفئة العمرية"),
    "category": ("category", "categorie", "profession", "metier", "fonction", "المهنة", "الصفة", "الوظيفة"),
    "institution": ("institution", "organisme", "structure", "association", "organisation", "المؤسسة", "الجمعية"),
    "institution_type": ("institution_type", "type d'institution", "type d’institution", "نوع المؤسسة"),
    "person_region": ("region", "الجهة"),
    "person_language": ("language", "langue", "اللغة"),
}  # fmt: skip
SHORT_SEX = {"h": "m", "homme": "m", "femme": "f", "ذكر": "m", "أنثى": "f"}
CODES: dict[str, Any] = {
    "sex": Sex, "age_band": AgeBand, "category": Category, "institution_type": InstitutionType,
    "person_language": Language,
}  # fmt: skip


FEMININE = (("trice", "teur"), ("iere", "ier"), ("euse", "eur"), ("ienne", "ien"), ("e", ""))


def guess(headers: list[str]) -> dict[str, str]:
    """Header -> field, each field once: as in the last list that had the header, else by its name."""
    remembered: dict[str, str] = {}
    for mapping in PeopleList.objects.exclude(mapping={}).order_by("-pk").values_list("mapping", flat=True)[:20]:
        remembered = mapping | remembered
    found: dict[str, str] = {}
    for header in headers:
        field = remembered.get(fold(header), _known().get(fold(header), ""))
        if field and field not in found.values():
            found[header] = field
    return found


def reader(field: str) -> Callable[[str, Place], Any]:
    """A reader of a field's cell, which also knows the words that stand for codes in the three languages."""
    column, words = COLUMNS[field], _words(field)

    def read(value: str, place: Place) -> Any:
        known = next((words[word] for word in _forms(fold(value)) if word in words), None)
        if known is not None:
            return known
        try:
            return column.read(value, place)
        except CellError as error:
            if not words:
                raise
            raise _not_known(field, value, words) from error

    return read


def _forms(folded: str) -> list[str]:
    """A word as it stands, and the man's words that a French woman's may be of: `avocate`, `policiere`."""
    return [folded, *(folded.removesuffix(of_her) + of_him for of_her, of_him in FEMININE if folded.endswith(of_her))]


def _not_known(field: str, value: str, words: dict[str, str]) -> CellError:
    """Says which word of the reader's language is nearest, or all of them."""
    if field == "person_region":
        labels = {code: region_name(code) for code in REGIONS}
    else:
        labels = {choice.value: str(choice.label) for choice in CODES[field]}
    if near := difflib.get_close_matches(fold(value), words, n=1):
        why = _("“%(value)s” is not known here. Did you mean “%(nearest)s”?")
        return CellError(str(why), value, nearest=labels[words[near[0]]])
    why = _("“%(value)s” is not known here. Write one of: %(words)s.")
    return CellError(str(why), value, words=", ".join(labels.values()))


def _known() -> dict[str, str]:
    return {fold(name): field for field, names in SYNONYMS.items() for name in names}


def _words(field: str) -> dict[str, str]:
    """Folded words of the three languages -> code."""
    found: dict[str, str] = {}
    for language in ("fr", "ar", "en"):
        with translation.override(language):
            if field == "person_region":
                found |= {fold(region_name(code)): code for code in REGIONS}
            elif field in CODES:
                found |= {word: choice.value for choice in CODES[field] for word in _spellings(str(choice.label))}
    if field == "sex":
        found |= {fold(word): code for word, code in SHORT_SEX.items()}
    return found


def _spellings(label: str) -> set[str]:
    """`Avocat(e)` as it stands, as a man's and as a woman's word."""
    return {fold(label), fold(re.sub(r"\(.*?\)", "", label)), fold(re.sub(r"[()]", "", label))}
