"""Sample lists as programs give them out."""

import datetime
from typing import Any

from tests.people.lists.fictional import (
    CALLINGS,
    CALLINGS_AR,
    CITIES,
    PEOPLE,
    cycle,
    is_woman,
    latin,
    mail,
    phone,
    plain,
)
from tests.people.lists.formats import text, xlsx


def moodle_participants() -> bytes:
    rows = [["Prénom", "Nom de famille", "Adresse de courriel", "Rôles", "Groupes", "Dernier accès au cours", "Statut"],
            *plain(6, lambda a: PEOPLE[a][0], lambda a: PEOPLE[a][1], mail, cycle("Étudiant"), cycle("Groupe A", "Groupe B"),
                   cycle("2 jours 3 heures", "Jamais"), cycle("Actif"))]  # fmt: skip
    return text(rows, ",", end="\n")


def moodle_participants_english() -> bytes:
    rows = [["First name", "Last name", "Email address", "Groups"],
            *plain(5, lambda a: PEOPLE[a][0], lambda a: PEOPLE[a][1], mail, cycle("No groups"))]  # fmt: skip
    return xlsx(("Participants", rows))


def moodle_attendance() -> bytes:
    rows: list[list[Any]] = [
        ["Course", "Premier contact"], ["Group", "All participants"], [],
        ["Last name", "First name", "ID number", "Email address", "28 Nov 2026 9:00AM All students", "28 Nov 2026 2:00PM All students",
         "P", "L", "E", "A", "Taken sessions", "Points", "Percentage"],
    ]  # fmt: skip
    marks = [
        ("P (2/2)", "P (2/2)"),
        ("P (2/2)", "A (0/2)"),
        ("L (1/2)", "P (2/2)"),
        ("A (0/2)", "A (0/2)"),
        ("E (1/2)", "?"),
        ("P (2/2)", "P (2/2)"),
    ]
    for at, (first, second) in enumerate(marks):
        here = (first, second)
        rows.append([PEOPLE[at][1], PEOPLE[at][0], "", mail(at), *here, *(sum(mark[0] == letter for mark in here) for letter in "PLEA"),
                     2, 4, "100.0%"])  # fmt: skip
    return xlsx(("Attendances", rows))


def kobo_labels() -> bytes:
    rows = [["start", "end", "Identité/Nom complet", "Identité/Sexe", "Identité/Tranche d'âge", "Travail/Profession", "Travail/Organisation",
             "Travail/Région", "Numéro de téléphone", "_id", "_uuid", "_submission_time", "_validation_status", "_notes", "_status",
             "_submitted_by", "__version__", "_tags", "_index"],
            *plain(6, cycle("2026-11-20T09:00:00.000+01:00"), cycle("2026-11-20T09:05:00.000+01:00"), latin,
                   lambda a: "Femme" if is_woman(a) else "Homme", cycle("25-34", "35-49", "50+"), CALLINGS, cycle("Amal"),
                   cycle("Souss-Massa", "Rabat-Salé-Kénitra"), lambda a: phone(a).replace(" ", ""), lambda a: 301554 + a,
                   lambda a: f"0f3c-{a}", cycle("2026-11-20T08:05:10"), cycle(""), cycle(""), cycle("submitted_via_web"), cycle("enquete1"),
                   cycle("vX1"), cycle(""), lambda a: a + 1)]  # fmt: skip
    return xlsx(("SAVE participants", rows))


def kobo_codes() -> bytes:
    rows = [["start", "end", "identite/nom_complet", "identite/sexe", "identite/age", "travail/profession", "travail/region", "telephone",
             "_id", "_uuid", "_submission_time", "_index"],
            *plain(6, cycle("2026-11-20T09:00:00.000+01:00"), cycle("2026-11-20T09:05:00.000+01:00"), latin,
                   lambda a: "femme" if is_woman(a) else "homme", lambda a: 24 + 6 * a,
                   cycle("assistant_social", "avocat", "infirmier", "juge"), cycle("souss_massa", "casablanca_settat"),
                   lambda a: phone(a).replace(" ", ""), lambda a: 301554 + a, lambda a: f"0f3c-{a}", cycle("2026-11-20T08:05:10"),
                   lambda a: a + 1)]  # fmt: skip
    return text(rows, ";", end="\n")


def odk() -> bytes:
    rows = [["SubmissionDate", "start", "end", "identite-nom_complet", "identite-sexe", "identite-tranche_age", "travail-profession",
             "travail-organisation", "meta-instanceID", "KEY", "SubmitterID", "SubmitterName", "AttachmentsPresent", "AttachmentsExpected",
             "Status", "ReviewState", "DeviceID", "Edits", "FormVersion"],
            *plain(6, cycle("2026-11-20T09:06:00.000Z"), cycle("2026-11-20T09:00:00Z"), cycle("2026-11-20T09:05:00Z"), latin,
                   lambda a: "f" if is_woman(a) else "h", cycle("25_34", "35_49"), cycle("psychologue", "benevole", "police"), cycle("Tilila"),
                   lambda a: f"uuid:{a}", lambda a: f"uuid:{a}", cycle(12), cycle("tablette 1"), cycle(0), cycle(0), cycle(""), cycle(""),
                   cycle("collect:1"), cycle(0), cycle("3"))]  # fmt: skip
    return text(rows, ",", end="\n")


def google_forms() -> bytes:
    rows = [
        [
            "Horodateur",
            "Adresse e-mail",
            "Quel est votre nom complet ?",
            "Votre numéro de téléphone (WhatsApp)",
            "Quelle est votre profession ?",
            "Dans quelle ville travaillez-vous ?",
            "Nom de votre association",
            "Comment avez-vous entendu parler de nous ?",
        ],
        *plain(
            6,
            lambda a: f"2026/11/2{a} 9:15:00 AM UTC+1",
            mail,
            latin,
            phone,
            CALLINGS,
            CITIES,
            cycle("Amal", "Tilila"),
            cycle("Facebook"),
        ),
    ]
    return text(rows, ",", end="\n")


def google_forms_arabic() -> bytes:
    rows = [["طابع زمني", "الاسم الكامل", "الجنس", "رقم الهاتف", "ما هي مهنتك؟ (المهنة)", "المدينة"],
            *plain(6, lambda a: f"2026/11/2{a} 9:15:00 ص غرينتش+1", lambda a: PEOPLE[a][2], lambda a: "أنثى" if is_woman(a) else "ذكر", phone,
                   CALLINGS_AR, cycle("أكادير", "سلا"))]  # fmt: skip
    return xlsx(("ردود النموذج 1", rows))


def microsoft_forms() -> bytes:
    rows = [["ID", "Heure de début", "Heure de fin", "Adresse de messagerie", "Nom", "Nom et prénom", "Fonction", "Téléphone portable"],
            *plain(6, lambda a: a + 1, lambda a: datetime.datetime(2026, 11, 20, 9, a), lambda a: datetime.datetime(2026, 11, 20, 9, a + 3),
                   cycle("anonymous"), cycle(""), latin, CALLINGS, phone)]  # fmt: skip
    return xlsx(("Sheet1", rows))


def pretix_positions() -> bytes:
    rows = [["Event slug", "Order code", "Position ID", "Status", "Email", "Phone number", "Order date", "Product", "Attendee name",
             "Attendee name: Given name", "Attendee name: Family name", "Attendee email", "Company", "Order locale"],
            *plain(6, cycle("save2026"), lambda a: f"K{a}XYZ", cycle("1"), lambda a: "canceled" if a == 4 else "paid", cycle("inscriptions@exemple.org"),
                   phone, cycle("2026-11-01"), cycle("Place"), latin, lambda a: PEOPLE[a][0], lambda a: PEOPLE[a][1], mail,
                   cycle("Barreau d’Agadir", "Amal"), cycle("fr"))]  # fmt: skip
    return xlsx(("Positions", rows))


def pretix_orders() -> bytes:
    rows = [
        [
            "Event slug",
            "Order code",
            "Order total",
            "Status",
            "Email",
            "Phone number",
            "Order date",
            "Order time",
            "Company",
            "Name",
            "Address",
            "ZIP code",
            "City",
            "Country",
            "VAT ID",
            "Date of last payment",
            "Fees",
            "Order locale",
            "Comment",
        ],
        *plain(
            5,
            cycle("save2026"),
            lambda a: f"K{a}XYZ",
            cycle("0.00"),
            cycle("paid"),
            mail,
            phone,
            cycle("2026-11-01"),
            cycle("10:00:00"),
            cycle("Amal"),
            latin,
            cycle(""),
            cycle(""),
            cycle("Agadir"),
            cycle("MA"),
            cycle(""),
            cycle(""),
            cycle("0.00"),
            cycle("fr"),
            cycle(""),
        ),
    ]
    return text(rows, ",", end="\n")


def own_export() -> bytes:
    rows = [["Référence", "Nom", "Nom dans l’autre écriture", "Adresse e-mail", "Téléphone", "Sexe", "Tranche d’âge", "Profession", "Institution",
             "Type d’institution", "Région", "Langue", "Dernière présence"],
            *plain(6, lambda a: f"A-{a}", latin, lambda a: PEOPLE[a][2], mail, lambda a: "'+2126612030" + str(10 + a),
                   lambda a: "f" if is_woman(a) else "m", cycle("25-34", "35-49"), cycle("social_worker", "lawyer"), cycle("Amal"), cycle("ngo"),
                   cycle("MA-09"), cycle("fr", "ar"), cycle("2026-05-04"))]  # fmt: skip
    return text(rows, ",", "utf-8-sig")
