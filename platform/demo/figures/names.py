"""Names that cannot be anybody's: ordinary first names, family names that are plainly words.

Moroccan names come as (Latin, Arabic) pairs, French ones without a second script.
"""

import random
import unicodedata
from itertools import product

Name = tuple[str, str | None]

MOROCCAN_WOMEN: tuple[Name, ...] = (
    ("Amina", "أمينة"), ("Asmae", "أسماء"), ("Bouchra", "بشرى"), ("Chaimae", "شيماء"),
    ("Fatima", "فاطمة"), ("Fatima Ezzahra", "فاطمة الزهراء"), ("Ghizlane", "غزلان"),
    ("Hanane", "حنان"), ("Houda", "هدى"), ("Ikram", "إكرام"), ("Imane", "إيمان"), ("Karima", "كريمة"),
    ("Khadija", "خديجة"), ("Laila", "ليلى"), ("Loubna", "لبنى"), ("Malika", "مليكة"),
    ("Meryem", "مريم"), ("Nadia", "نادية"), ("Naima", "نعيمة"), ("Ouafae", "وفاء"),
    ("Rachida", "رشيدة"), ("Salma", "سلمى"), ("Sanae", "سناء"), ("Siham", "سهام"), ("Souad", "سعاد"),
    ("Zineb", "زينب"),
)  # fmt: skip
MOROCCAN_MEN: tuple[Name, ...] = (
    ("Abdelhak", "عبد الحق"), ("Abderrahmane", "عبد الرحمن"), ("Adil", "عادل"), ("Anas", "أنس"),
    ("Ayoub", "أيوب"), ("Aziz", "عزيز"), ("Brahim", "إبراهيم"), ("Driss", "إدريس"), ("Hamza", "حمزة"),
    ("Hassan", "حسن"), ("Hicham", "هشام"), ("Ismail", "إسماعيل"), ("Jamal", "جمال"),
    ("Karim", "كريم"), ("Khalid", "خالد"), ("Lahcen", "لحسن"), ("Mehdi", "مهدي"), ("Mohamed", "محمد"),
    ("Mustapha", "مصطفى"), ("Nabil", "نبيل"), ("Omar", "عمر"), ("Rachid", "رشيد"), ("Said", "سعيد"),
    ("Tarik", "طارق"), ("Yassine", "ياسين"), ("Youssef", "يوسف"),
)  # fmt: skip
FRENCH_WOMEN: tuple[Name, ...] = tuple((name, None) for name in (
    "Adèle", "Agathe", "Alice", "Anaïs", "Camille", "Cécile", "Chantal", "Claire", "Clémence",
    "Delphine", "Élise", "Emma", "Florence", "Hélène", "Inès", "Jeanne", "Juliette", "Louise",
    "Lucie", "Manon", "Marion", "Nathalie", "Pauline", "Sarah", "Sophie", "Valérie",
))  # fmt: skip
FRENCH_MEN: tuple[Name, ...] = tuple((name, None) for name in (
    "Adrien", "Antoine", "Arthur", "Bruno", "Cédric", "Clément", "Didier", "Étienne", "Fabien",
    "François", "Gaël", "Hugo", "Jules", "Julien", "Laurent", "Loïc", "Lucas", "Marc", "Mathieu",
    "Nicolas", "Olivier", "Pascal", "Quentin", "Rémi", "Thomas", "Vincent",
))  # fmt: skip

FAMILIES: tuple[tuple[str, str], ...] = (
    ("Ballon", "بالون"), ("Boussole", "بوصلة"), ("Brouillon", "مسودة"), ("Calepin", "مفكرة"),
    ("Cartable", "محفظة"), ("Cerfvolant", "طائرة ورقية"), ("Crayon", "قلم"), ("Domino", "دومينو"),
    ("Essai", "تجربة"), ("Exemple", "مثال"), ("Fictif", "خيالي"), ("Imaginaire", "متخيل"),
    ("Lanterne", "فانوس"), ("Maquette", "مجسم"), ("Modèle", "نموذج"), ("Nomdemploi", "اسم مستعار"),
    ("Nuage", "غيمة"), ("Papier", "ورقة"), ("Parapluie", "مظلة"), ("Pastel", "باستيل"),
    ("Pinceau", "فرشاة"), ("Quidam", "علان"), ("Specimen", "عينة"), ("Tournesol", "عباد الشمس"),
    ("Untel", "فلان"), ("Virgule", "فاصلة"),
)  # fmt: skip

FIRST_NAMES: dict[str, dict[str, tuple[Name, ...]]] = {
    "MA": {"f": MOROCCAN_WOMEN, "m": MOROCCAN_MEN},
    "FR": {"f": FRENCH_WOMEN, "m": FRENCH_MEN},
}


class NameDraw:
    """Hands out each full name of a country once, so that no two people of an NGO share one by accident."""

    def __init__(self, country: str, seed: str) -> None:
        self._left = {}
        for sex, first_names in FIRST_NAMES[country].items():
            self._left[sex] = list(product(first_names, FAMILIES))
            random.Random(f"{seed}/{sex}").shuffle(self._left[sex])

    def next(self, sex: str) -> Name:
        """(Latin, Arabic or None) for ``f`` or ``m``; IndexError once all are given."""
        (first, first_ar), (family, family_ar) = self._left[sex].pop()
        return f"{first} {family}", f"{first_ar} {family_ar}" if first_ar else None


def mailbox(full_name: str) -> str:
    """``Élise Modèle`` -> ``elise.modele``: the part of an address before the @."""
    plain = unicodedata.normalize("NFKD", full_name).encode("ascii", "ignore").decode()
    return ".".join(plain.lower().split())
