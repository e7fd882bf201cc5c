"""The six invented NGOs and the places where they meet. Every name is fiction and neutral."""

from dataclasses import dataclass


@dataclass(frozen=True)
class DemoNgo:
    """What it takes to create one demo NGO; ``schema`` is also the key of its plan of sessions."""

    schema: str
    name_fr: str
    name_ar: str
    name_en: str
    country: str
    languages: tuple[str, ...]


@dataclass(frozen=True)
class Home:
    """Where an NGO is at home. ``line`` is the digit that keeps its phone numbers apart from the others'."""

    prefix: str
    city: str
    line: int


NGOS = (
    DemoNgo("save_agadir",
            "Association Argane", "جمعية أركان", "Argan Association", "MA", ("fr", "ar")),
    DemoNgo("save_casablanca",
            "Association Jasmin", "جمعية الياسمين", "Jasmine Association", "MA", ("fr", "ar", "en")),
    DemoNgo("save_hoceima",
            "Association Romarin", "جمعية إكليل الجبل", "Rosemary Association", "MA", ("fr", "ar")),
    DemoNgo("save_marrakech",
            "Association Palmeraie", "جمعية النخيل", "Palm Grove Association", "MA", ("fr", "ar")),
    DemoNgo("save_rabat",
            "Association Amandier", "جمعية شجرة اللوز", "Almond Tree Association", "MA", ("fr", "ar")),
    DemoNgo("save_paris",
            "Association Tilleul", "جمعية الزيزفون", "Linden Association", "FR", ("fr", "en", "ar")),
)  # fmt: skip

HOMES = {
    "save_agadir": Home("AGA", "Agadir", 1),
    "save_casablanca": Home("CAS", "Casablanca", 2),
    "save_hoceima": Home("HOC", "Al Hoceïma", 3),
    "save_marrakech": Home("MAR", "Marrakech", 4),
    "save_rabat": Home("RAB", "Rabat", 5),
    "save_paris": Home("PAR", "Paris", 6),
}

COUNTRIES = {ngo.schema: ngo.country for ngo in NGOS}

# ISO 3166-2; every city that a plan names must be here.
CITY_REGIONS = {
    "Agadir": "MA-09",
    "Al Hoceïma": "MA-01",
    "Casablanca": "MA-06",
    "El Jadida": "MA-06",
    "Kénitra": "MA-04",
    "Marrakech": "MA-07",
    "Rabat": "MA-04",
    "Safi": "MA-07",
    "Tanger": "MA-01",
    "Taroudant": "MA-09",
    "Bordeaux": "FR-NAQ",
    "Lille": "FR-HDF",
    "Lyon": "FR-ARA",
    "Marseille": "FR-PAC",
    "Montpellier": "FR-OCC",
    "Nantes": "FR-PDL",
    "Paris": "FR-IDF",
    "Strasbourg": "FR-GES",
    "Toulouse": "FR-OCC",
}

# Some come from further away: the regions a participant may live in besides that of the session.
OTHER_REGIONS = {
    "MA": ("MA-02", "MA-03", "MA-05", "MA-08", "MA-10"),
    "FR": ("FR-BFC", "FR-BRE", "FR-CVL", "FR-NOR"),
}
