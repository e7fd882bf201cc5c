"""People whom two registers know, or one knows twice: the network's overlap and the merge review need them.

Nothing else in the demo shares a mailbox or a telephone. Each human comes once per record, in the year given,
as soon as a session of that NGO meets somebody of that category; the figures of attendance do not change.
"""

from dataclasses import dataclass


@dataclass(frozen=True)
class Record:
    """One register's view of a human: the contact may be written otherwise, or missing."""

    schema: str
    year: int
    full_name: str
    name_other_script: str | None = None
    email: str | None = None
    phone: str | None = None


@dataclass(frozen=True)
class Human:
    """What all records of one human agree on."""

    category: str
    sex: str
    age_band: str
    records: tuple[Record, Record]


KNOWN_TWICE = (
    Human("lawyer", "f", "35-49", (
        Record("save_rabat", 2018, "Salma Passerelle", "سلمى ممر", "salma.passerelle@example.org",
               "06 00 00 90 01"),
        Record("save_casablanca", 2019, "Salma Passerelle", "سلمى ممر", "Salma.Passerelle@Example.org"),
    )),
    Human("lawyer", "m", "50+", (
        Record("save_casablanca", 2018, "Othmane Passerelle", "عثمان ممر", phone="+212 6 00 00 90 02"),
        Record("save_rabat", 2019, "عثمان ممر", "Othmane Passerelle", phone="٠٦ ٠٠ ٠٠ ٩٠ ٠٢"),
    )),
    Human("social_worker", "f", "25-34", (
        Record("save_agadir", 2019, "Btissam Traitdunion", "ابتسام واصلة", "btissam.traitdunion@example.com"),
        Record("save_marrakech", 2019, "ابتسام واصلة", None, "btissam.traitdunion@example.com",
               "06 00 00 90 03"),
    )),
    Human("labour_inspector", "m", "35-49", (
        Record("save_casablanca", 2019, "Jawad Jumelle", "جواد توأم", "jawad.jumelle@example.org"),
        Record("save_agadir", 2019, "Jawad Jumelle", "جواد توأم", "jawad.jumelle@example.org",
               "06 00 00 90 04"),
    )),
    Human("ngo_staff", "f", "35-49", (
        Record("save_hoceima", 2019, "Wafaa Passerelle", "وفاء ممر", phone="06 00 00 90 05"),
        Record("save_rabat", 2019, "Ouafae Passerelle", None, phone="+212600009005"),
    )),
    Human("psychologist", "f", "25-34", (
        Record("save_marrakech", 2018, "Nour Traitdunion", "نور واصلة", "nour.traitdunion@example.org"),
        Record("save_paris", 2019, "Nour Traitdunion", None, "nour.traitdunion@example.org",
               "+212 6 00 00 90 06"),
    )),
    Human("lawyer", "f", "50+", (
        Record("save_paris", 2018, "Claire Passerelle", None, "claire.passerelle@example.com",
               "06 00 00 90 07"),
        Record("save_casablanca", 2019, "Claire Passerelle", None, "claire.passerelle@example.com"),
    )),
    Human("social_worker", "m", "35-49", (
        Record("save_casablanca", 2018, "Mohamed Jumeau", "محمد توأم", phone="06 00 00 90 08"),
        Record("save_casablanca", 2019, "محمد توأم", None, phone="00212600009008"),
    )),
    Human("social_worker", "f", "25-34", (
        Record("save_agadir", 2018, "Khadija Jumelle", "خديجة توأم", "khadija.jumelle@example.org"),
        Record("save_agadir", 2019, "Khadidja Jumelle", "خديجة توأم"),
    )),
    Human("social_worker", "m", "25-34", (
        Record("save_hoceima", 2018, "Abderrahmane Jumeau", "عبد الرحمن توأم", phone="06 00 00 90 09"),
        Record("save_hoceima", 2019, "عبد الرحمن توأم", None, phone="06-00-00-90-09"),
    )),
    Human("health", "f", "50+", (
        Record("save_paris", 2018, "Hélène Jumelle", None, "helene.jumelle@example.org"),
        Record("save_paris", 2019, "JUMELLE Hélène", None, "helene.jumelle@example.org", "06 00 00 90 10"),
    )),
)  # fmt: skip


def records_of(schema: str, year: int) -> list[tuple[Human, Record]]:
    """The records that this NGO's register gains in this year, each with its human."""
    return [
        (human, record)
        for human in KNOWN_TWICE
        for record in human.records
        if (record.schema, record.year) == (schema, year)
    ]
