"""Code lists that figures depend on (profession, region, age): constants, not rows an editor could delete.

Sources: indicators-source.md, section 1 (categories, regions); interfaces.md (the records workbook).
"""

from functools import cache

import pycountry
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

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


class Disability(models.TextChoices):
    """As the person declares it, and says of nobody else (definitions.md, section 8, 3)."""

    YES = "yes", pgettext_lazy("disability", "Yes")
    NO = "no", pgettext_lazy("disability", "No")


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


class CategoryGroup(models.TextChoices):
    """What professional categories roll up to (definitions.md, section 8, 2)."""

    JUSTICE = "justice", pgettext_lazy("group of professions", "Justice")
    SECURITY = "security", pgettext_lazy("group of professions", "Security")
    LABOUR_INSPECTION = "labour_inspection", _("Labour inspection")
    HEALTH_SOCIAL = "health_social", _("Health and social work")
    EDUCATION = "education", pgettext_lazy("group of professions", "Education")
    CIVIL_SOCIETY = "civil_society", _("Civil society")
    OTHER_PROFESSIONAL = "other_professional", _("Other professions")
    STUDENT_PUBLIC = "student_public", _("Students and general public")


CATEGORIES_OF_GROUP = {
    CategoryGroup.JUSTICE: (Category.JUDGE, Category.PROSECUTOR, Category.LAWYER, Category.YOUTH_PROTECTION),
    CategoryGroup.SECURITY: (Category.POLICE, Category.GENDARME, Category.BORDER_OFFICER, Category.IMMIGRATION_AGENT),
    CategoryGroup.LABOUR_INSPECTION: (Category.LABOUR_INSPECTOR,),
    CategoryGroup.HEALTH_SOCIAL: (
        Category.SOCIAL_WORKER, Category.SHELTER_LEGAL, Category.DETENTION_STAFF, Category.PSYCHOLOGIST,
        Category.HEALTH,
    ),
    CategoryGroup.EDUCATION: (Category.EDUCATION,),
    CategoryGroup.CIVIL_SOCIETY: (Category.NGO_STAFF, Category.VOLUNTEER, Category.TRADE_UNION),
    CategoryGroup.OTHER_PROFESSIONAL: (
        Category.ASYLUM_OFFICER, Category.INTERPRETER, Category.ELECTED, Category.MEDIA,
    ),
    CategoryGroup.STUDENT_PUBLIC: (Category.STUDENT, Category.GENERAL_PUBLIC),
}  # fmt: skip
GROUP_OF_CATEGORY = {
    category.value: group.value for group, categories in CATEGORIES_OF_GROUP.items() for category in categories
}


class AgeGroup(models.TextChoices):
    """What age bands roll up to."""

    UNDER_35 = "under_35", _("Under 35")
    FROM_35 = "35_and_over", _("35 and over")


GROUP_OF_AGE = {
    AgeBand.UNDER_25.value: AgeGroup.UNDER_35.value, AgeBand.FROM_25.value: AgeGroup.UNDER_35.value,
    AgeBand.FROM_35.value: AgeGroup.FROM_35.value, AgeBand.FROM_50.value: AgeGroup.FROM_35.value,
}  # fmt: skip


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


# The countries where a tenant or a project may be (tenants.models.TIME_ZONES has their clocks).
COUNTRIES = {
    "MA": _("Morocco"),
    "FR": _("France"),
    "DZ": _("Algeria"),
    "TN": _("Tunisia"),
    "SN": _("Senegal"),
    "CI": _("Côte d’Ivoire"),
    "ML": _("Mali"),
    "BE": _("Belgium"),
    "CH": _("Switzerland"),
    "DE": _("Germany"),
    "ES": _("Spain"),
    "GB": _("United Kingdom"),
    "IT": _("Italy"),
    "NL": _("Netherlands"),
    "PT": _("Portugal"),
}

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


def country_of(region: str) -> str:
    """The country of a region: `MA` of `MA-09`."""
    return region.partition("-")[0]


def country_name(code: str) -> str:
    """The country's name in the active language; its English name, else its code, where we have none."""
    if code in COUNTRIES:
        return str(COUNTRIES[code])
    found = pycountry.countries.get(alpha_2=code)
    return found.name if found else code


def region_choices() -> list[tuple[str, object]]:
    """Regions of Morocco and France for forms."""
    return list(REGIONS.items())
