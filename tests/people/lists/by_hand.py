"""Sample lists as people keep them by hand."""

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
from tests.people.lists.formats import ods, text, xls, xlsx

DAY = datetime.date


def sheet_of_presence() -> bytes:
    """A printed sheet: logo rows, merged titles, a bilingual header of one row, numbers, signatures."""
    rows: list[list[Any]] = [
        ["Association Argane pour le développement"], [], ["Liste de présence – Formation SAVE, Agadir, 28 novembre 2026"],
        ["N°", "Nom", "Prénom", "Tél / الهاتف", "Fonction / الصفة", "Date naissance", "Signature"],
    ]  # fmt: skip
    for at in range(12):
        given, family, _arabic = PEOPLE[at]
        born = DAY(1970 + 3 * at % 35, 1 + at % 12, 3)
        calling = ["Assistante sociale", "مساعدة اجتماعية", "Juge", "Infirmière"][at % 4]
        rows.append([at + 1, family.upper(), given, phone(at), calling, born, ""])
    rows += [
        [13],
        [14],
        [],
        ["", "Total : 12 participants"],
        ["", "Fait à Agadir, le 28 novembre 2026"],
        ["", "", "", "Signature du formateur"],
    ]
    return xlsx(("Feuil1", rows), merged=["A1:G1", "A3:G3"])


def two_row_header() -> bytes:
    rows = [
        ["Identité", "", "Contact", "", "Institution", ""], ["Nom", "Prénom", "Tél", "Email", "Organisme", "Ville"],
        *plain(8, lambda a: PEOPLE[a][1], lambda a: PEOPLE[a][0], phone, mail, cycle("Oum El Banine", "Ligue des droits", "Wilaya"), CITIES),
    ]  # fmt: skip
    return xlsx(("Participants", rows), merged=["A1:B1", "C1:D1", "E1:F1"])


def bilingual_rows() -> bytes:
    rows = [
        ["Nom complet", "Téléphone", "Sexe", "Fonction"], ["الاسم الكامل", "الهاتف", "الجنس", "الصفة"],
        *plain(8, latin, phone, lambda a: "F" if is_woman(a) else "H", CALLINGS),
    ]  # fmt: skip
    return xlsx(("Liste", rows))


def arabic_sheet() -> bytes:
    rows: list[list[Any]] = [
        ["جمعية أركان"], ["لائحة الحضور"], [],
        ["ر.ت", "الاسم الكامل", "الجنس", "الصفة", "المؤسسة", "المدينة", "الهاتف", "التوقيع"],
    ]  # fmt: skip
    rows += plain(
        10, lambda a: a + 1, lambda a: PEOPLE[a][2], lambda a: "أنثى" if is_woman(a) else "ذكر", CALLINGS_AR, cycle("جمعية أم البنين"),
        cycle("أكادير", "الدار البيضاء", "الرباط"), lambda a: phone(a).replace(" ", ""), cycle(""),
    )  # fmt: skip
    rows += [["", "المجموع: 10"], ["", "توقيع المنسقة"]]
    return xlsx(("ورقة1", rows), right_to_left=True)


def titles() -> bytes:
    rows = [
        ["Civilité", "Nom et prénom", "Fonction", "Structure"],
        *plain(
            8, lambda a: "Mme" if is_woman(a) else "M.", latin, CALLINGS, cycle("Tribunal de première instance", "CHU")
        ),
    ]
    return ods(("Feuille1", rows))


def titles_in_names() -> bytes:
    rows = [
        ["Participant", "Organisme", "Email"],
        *plain(6, lambda a: f"{'Mme' if is_woman(a) else 'M.'} {latin(a)}", cycle("ONG Espoir"), mail),
    ]
    return text(rows, ",")


def ages() -> bytes:
    rows = [["Nom complet", "Âge", "Région"],
            *plain(6, latin, cycle("35-49 ans", "42", "moins de 25 ans", "50 et plus", "25 à 34 ans", "31 ans"),
                   cycle("Souss Massa", "Agadir", "Casablanca-Settat", "MA-04", "L'Oriental", "Fès"))]  # fmt: skip
    return xls(("Ages", rows))


def nothing_words() -> bytes:
    rows = [["Nom complet", "Sexe", "Fonction", "Email", "Téléphone", "Région"],
            [latin(0), "Femme", "ne sait pas", "-", phone(0), "Agadir"], [latin(1), "Homme", "Juge", "néant", "pas de téléphone", "N/A"],
            [latin(2), "nsp", "-", mail(2), "", "inconnu"]]  # fmt: skip
    return text(rows, ";", "cp1252")


def doubtful() -> bytes:
    rows = [["Nom complet", "Profession", "Téléphone", "Mail"],
            [latin(0), "Assitante sociale", "0661203010 / 0522334455", mail(0)],
            [latin(1), "fonctionnaire", "0661203011", "y.alaoui@exemple,org"],
            [latin(2), "Inspectrice du travail à Agadir", "0661203012", mail(2)], [latin(3), "Juge", "0661203013", mail(3)],
            ["Benali", "Juge", "0661203014", mail(4)], [latin(5), "Juge", "0661203015", "a.b(at)exemple"]]  # fmt: skip
    return xlsx(("Feuil1", rows))


def two_in_a_row() -> bytes:
    rows = [
        ["Nom et prénom", "Tél"],
        [latin(0), phone(0)],
        [f"{latin(1)} et {latin(2)}", phone(1)],
        [latin(3), phone(3)],
    ]
    return xlsx(("Feuil1", rows))


def another_lists_column() -> bytes:
    rows = [["Nom et prénom", "Email"], *plain(6, latin, cycle("12 boxes", "7 chaises", "3 tables"))]
    return text(rows, ";")


def several_sheets() -> bytes:
    notes = [["Budget de la formation"], ["Poste", "Montant"], ["Salle", 1200], ["Pauses", 800]]
    people = [
        ["Nom", "Prénom", "GSM", "Association"],
        *plain(7, lambda a: PEOPLE[a][1], lambda a: PEOPLE[a][0], phone, cycle("Amal", "Tilila")),
    ]
    return xlsx(("Budget", notes), ("Participants", people))


def two_scripts() -> bytes:
    rows = [["Nom complet", "الاسم الكامل", "Téléphone"], *plain(6, latin, lambda a: PEOPLE[a][2], phone)]
    return ods(("Liste", rows))


def repeated_headings() -> bytes:
    rows = [
        ["Nom et prénom", "Téléphone", "Téléphone", "Observations", "Observations"],
        *plain(
            5,
            latin,
            phone,
            lambda a: "" if a else "05 28 00 00 00",
            lambda a: "",
            lambda a: "en retard" if a == 1 else "",
        ),
    ]
    return xlsx(("Feuil1", rows))


def unused_columns() -> bytes:
    rows = [
        ["Nom et prénom", "CIN", "Taille de t-shirt", "Email"],
        *plain(5, latin, lambda a: f"JB{a}00123", cycle("M", "L"), mail),
    ]
    return text(rows, ",", "utf-8-sig")


def pages_of_print() -> bytes:
    head = ["N°", "Nom et prénom", "Organisme", "Téléphone"]
    rows = [head, *plain(5, lambda a: a + 1, latin, cycle("CNDH"), phone), head,
            *[[at + 1, latin(at), "CNDH", phone(at)] for at in range(5, 10)], ["", "Page 2 / 2"]]  # fmt: skip
    return xls(("Page", rows))


def pasted_with_header() -> bytes:
    return text(
        [["Nom", "Prénom", "Email"], *plain(5, lambda a: PEOPLE[a][1], lambda a: PEOPLE[a][0], mail)], "\t", end="\n"
    )


def pasted_without_header() -> bytes:
    return text(plain(6, latin, phone, mail), "\t", end="\n")


def names_alone() -> bytes:
    return text(plain(6, latin), "\t", end="\n")


def windows_arabic() -> bytes:
    rows = [["الاسم الكامل", "الهاتف", "الصفة"], *plain(6, lambda a: PEOPLE[a][2], phone, CALLINGS_AR)]
    return text(rows, ";", "cp1256")


def old_macintosh() -> bytes:
    rows = [["Prénom", "Nom", "Métier", "Téléphone"], *plain(6, lambda a: PEOPLE[a][0], lambda a: PEOPLE[a][1],
            cycle("Éducatrice spécialisée", "Infirmière", "Bénévole", "Étudiante"), phone)]  # fmt: skip
    return text(rows, ";", "mac_roman")


def utf16() -> bytes:
    rows = [["Nom complet", "Région", "Téléphone"], *plain(5, latin, CITIES, phone)]
    return b"\xff\xfe" + text(rows, "\t", "utf-16-le")


def marks_by_day() -> bytes:
    rows = [["Nom et prénom", "Jour 1", "Jour 2"], *plain(6, latin, cycle("x", "x", ""), cycle("x", "", "x"))]
    return xlsx(("Présences", rows))


def english() -> bytes:
    rows = [["First name", "Surname", "Gender", "Job title", "Organisation", "Mobile phone", "E-mail address"],
            *plain(6, lambda a: PEOPLE[a][0], lambda a: PEOPLE[a][1], lambda a: "Female" if is_woman(a) else "Male",
                   cycle("Social worker", "Lawyer", "Nurse", "Judge", "Police officer"), cycle("Hope NGO"), phone, mail)]  # fmt: skip
    return text(rows, ",", end="\n")
