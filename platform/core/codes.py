"""Code lists that figures depend on (profession, region, age): constants, not rows an editor could delete.

Sources: indicators-source.md, section 1 (categories, regions); interfaces.md (the records workbook).
"""

from functools import cache

import pycountry
from django.db import models
from django.utils.translation import gettext_lazy as _

CODE_LISTS_VERSION = 1
UNKNOWN = "unknown"


class Language(models.TextChoices):
    FRENCH = "fr", _("French")
    ARABIC = "ar", _("Arabic")
    ENGLISH = "en", _("English")


class Jurisdiction(models.TextChoices):
    """Whose law a text speaks of."""

    MOROCCO = "MA", _("Morocco")
    FRANCE = "FR", _("France")
    INTERNATIONAL = "INT", _("International")


class Sex(models.TextChoices):
    FEMALE = "f", _("Female")
    MALE = "m", _("Male")
    OTHER = "x", _("Other")


class AgeBand(models.TextChoices):
    UNDER_25 = "-25", _("Under 25")
    FROM_25 = "25-34", _("25 to 34")
    FROM_35 = "35-49", _("35 to 49")
    FROM_50 = "50+", _("50 and over")


class Category(models.TextChoices):
    """Professional categories; all but GENERAL_PUBLIC and STUDENT are professional (definitions.md, section 3)."""

    SOCIAL_WORKER = "social_worker", _("Social worker")
    SHELTER_LEGAL = "shelter_legal", _("Legal staff in shelters")
    DETENTION_STAFF = "detention_staff", _("Detention-centre staff")
    LABOUR_INSPECTOR = "labour_inspector", _("Labour inspector")
    POLICE = "police", _("Police")
    GENDARME = "gendarme", _("Gendarme")
    JUDGE = "judge", _("Judge")
    PROSECUTOR = "prosecutor", _("Prosecutor")
    LAWYER = "lawyer", _("Lawyer")
    ASYLUM_OFFICER = "asylum_officer", _("Asylum protection officer")
    IMMIGRATION_AGENT = "immigration_agent", _("Immigration-office agent")
    YOUTH_PROTECTION = "youth_protection", _("Youth judicial protection")
    PSYCHOLOGIST = "psychologist", _("Psychologist")
    INTERPRETER = "interpreter", _("Interpreter")
    HEALTH = "health", _("Health worker")
    NGO_STAFF = "ngo_staff", _("NGO staff")
    VOLUNTEER = "volunteer", _("Volunteer")
    ELECTED = "elected", _("Elected official")
    BORDER_OFFICER = "border_officer", _("Border officer")
    EDUCATION = "education", _("Education")
    MEDIA = "media", _("Media")
    TRADE_UNION = "trade_union", _("Trade union")
    STUDENT = "student", _("Student")
    GENERAL_PUBLIC = "general_public", _("General public")


NOT_PROFESSIONAL = (Category.GENERAL_PUBLIC.value, Category.STUDENT.value)


class InstitutionType(models.TextChoices):
    NGO = "ngo", _("NGO")
    PUBLIC_ADMINISTRATION = "public_administration", _("Public administration")
    POLICE_GENDARMERIE = "police_gendarmerie", _("Police or gendarmerie")
    JUSTICE = "justice", _("Justice")
    HEALTH = "health", _("Health service")
    EDUCATION = "education", _("School or university")
    LOCAL_AUTHORITY = "local_authority", _("Local authority")
    MEDIA = "media", _("Media organisation")
    TRADE_UNION = "trade_union", _("Trade-union organisation")
    COMPANY = "company", _("Company")
    INTERNATIONAL = "international", _("International organisation")
    OTHER = "other", _("Other institution")


# Our own names where no library has usable ones; other countries' come from pycountry.
REGIONS = {
    "MA-01": _("Tangier-Tetouan-Al Hoceima"),
    "MA-02": _("Oriental"),
    "MA-03": _("Fez-Meknes"),
    "MA-04": _("Rabat-Salé-Kenitra"),
    "MA-05": _("Beni Mellal-Khenifra"),
    "MA-06": _("Casablanca-Settat"),
    "MA-07": _("Marrakesh-Safi"),
    "MA-08": _("Drâa-Tafilalet"),
    "MA-09": _("Souss-Massa"),
    "MA-10": _("Guelmim-Oued Noun"),
    "MA-11": _("Laayoune-Sakia El Hamra"),
    "MA-12": _("Dakhla-Oued Ed-Dahab"),
    "FR-ARA": _("Auvergne-Rhône-Alpes"),
    "FR-BFC": _("Burgundy-Franche-Comté"),
    "FR-BRE": _("Brittany"),
    "FR-CVL": _("Centre-Val de Loire"),
    "FR-20R": _("Corsica"),
    "FR-GES": _("Grand Est"),
    "FR-HDF": _("Hauts-de-France"),
    "FR-IDF": _("Île-de-France"),
    "FR-NOR": _("Normandy"),
    "FR-NAQ": _("Nouvelle-Aquitaine"),
    "FR-OCC": _("Occitania"),
    "FR-PDL": _("Pays de la Loire"),
    "FR-PAC": _("Provence-Alpes-Côte d’Azur"),
    "FR-971": _("Guadeloupe"),
    "FR-972": _("Martinique"),
    "FR-973": _("French Guiana"),
    "FR-974": _("La Réunion"),
    "FR-976": _("Mayotte"),
}


@cache
def is_region(code: str) -> bool:
    """Whether `code` is an ISO 3166-2 subdivision of any country."""
    return code in REGIONS or pycountry.subdivisions.get(code=code) is not None


def region_name(code: str) -> str:
    """The region's name in the active language; its code where unknown."""
    if code in REGIONS:
        return str(REGIONS[code])
    found = pycountry.subdivisions.get(code=code)
    return found.name if found else code


def region_choices() -> list[tuple[str, object]]:
    """Regions of Morocco and France for forms."""
    return list(REGIONS.items())
