"""Fictional people, and rows of them."""

from collections.abc import Callable
from typing import Any

WOMEN = (
    ("Amina", "Benali", "أمينة بنعلي"), ("Fatima Zahra", "El Idrissi", "فاطمة الزهراء الإدريسي"),
    ("Khadija", "Ouhbi", "خديجة أوهبي"), ("Salma", "Tazi", "سلمى التازي"), ("Nadia", "Chraibi", "نادية الشرايبي"),
    ("Hanane", "Bouzid", "حنان بوزيد"), ("Meryem", "Lahlou", "مريم لحلو"), ("Zineb", "Amrani", "زينب العمراني"),
)  # fmt: skip
MEN = (
    ("Youssef", "Alaoui", "يوسف العلوي"), ("Mohamed", "Berrada", "محمد برادة"), ("Driss", "Mansouri", "إدريس المنصوري"),
    ("Karim", "Haddad", "كريم حداد"), ("Omar", "Sefrioui", "عمر الصفريوي"), ("Rachid", "Naciri", "رشيد الناصري"),
)  # fmt: skip
PEOPLE = [person for pair in zip(WOMEN, [*MEN, *MEN[:2]], strict=True) for person in pair][:14]


def phone(at: int) -> str:
    return f"06 61 20 30 {at + 10:02}"


def mail(at: int) -> str:
    given, family, _arabic = PEOPLE[at]
    return f"{given[0]}.{family}@exemple.org".lower().replace(" ", "")


def is_woman(at: int) -> bool:
    return PEOPLE[at] in WOMEN


def latin(at: int) -> str:
    return f"{PEOPLE[at][0]} {PEOPLE[at][1]}"


def plain(count: int, *columns: Callable[[int], Any]) -> list[list[Any]]:
    return [[column(at) for column in columns] for at in range(count)]


def cycle(*values: Any) -> Callable[[int], Any]:
    return lambda at: values[at % len(values)]


CALLINGS = cycle("Assistante sociale", "Avocat", "Infirmière", "Juge", "Policier", "Psychologue")
CALLINGS_AR = cycle("مساعدة اجتماعية", "محام", "ممرضة", "قاض", "شرطي", "أخصائية نفسية")
CITIES = cycle("Agadir", "Casablanca", "Rabat", "Marrakech", "Al Hoceima")
