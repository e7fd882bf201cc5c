"""Makes the sample lists in `files/`, real files with fictional people: `python -m tests.people.lists.making` from the root.

.xls files need xlwt (pip install xlwt==1.3.0, in an environment of your own); the others what the platform needs anyway. The
files are kept, so that nobody needs to run this; what is read from each stands beside it as JSON.
"""

import datetime
import io
import zipfile
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape

import xlsxwriter

FILES = Path(__file__).parent / "files"
Rows = Sequence[Sequence[Any]]
DAY = datetime.date

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


def xlsx(*sheets: tuple[str, Rows], merged: Sequence[str] = (), right_to_left: bool = False) -> bytes:
    """A workbook; `merged`: ranges of the first sheet whose first cell holds the text."""
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"default_date_format": "dd/mm/yyyy"}) as book:
        bold = book.add_format({"bold": True, "align": "center"})
        for title, rows in sheets:
            sheet = book.add_worksheet(title)
            if right_to_left:
                sheet.right_to_left()
            for number, row in enumerate(rows):
                for column, cell in enumerate(row):
                    if cell is not None and cell != "":
                        sheet.write(number, column, cell)
        first = book.worksheets()[0]
        for place in merged:
            row, column = xlsxwriter.utility.xl_cell_to_rowcol(place.split(":")[0])
            first.merge_range(place, sheets[0][1][row][column], bold)
    return out.getvalue()


def ods(*sheets: tuple[str, Rows]) -> bytes:
    """An OpenDocument spreadsheet, with the long empty tail that LibreOffice writes."""
    tables = "".join(
        f'<table:table table:name="{escape(title)}">{"".join(map(_ods_row, rows))}'
        '<table:table-row table:number-rows-repeated="1048000"><table:table-cell table:number-columns-repeated="16384"/>'
        "</table:table-row></table:table>"
        for title, rows in sheets
    )
    spaces = " ".join(
        f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"' for name in ("office", "table", "text")
    )
    content = (
        f'<?xml version="1.0" encoding="UTF-8"?><office:document-content {spaces} office:version="1.2"><office:body>'
        f"<office:spreadsheet>{tables}</office:spreadsheet></office:body></office:document-content>"
    )
    kind = "application/vnd.oasis.opendocument.spreadsheet"
    manifest = (
        '<?xml version="1.0" encoding="UTF-8"?><manifest:manifest '
        'xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0" manifest:version="1.2">'
        f'<manifest:file-entry manifest:full-path="/" manifest:media-type="{kind}"/>'
        '<manifest:file-entry manifest:full-path="content.xml" manifest:media-type="text/xml"/></manifest:manifest>'
    )
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(zipfile.ZipInfo("mimetype"), kind)
        archive.writestr("META-INF/manifest.xml", manifest)
        archive.writestr("content.xml", content)
    return out.getvalue()


def _ods_row(row: Sequence[Any]) -> str:
    cells = []
    for cell in row:
        if cell is None or cell == "":
            cells.append("<table:table-cell/>")
        elif isinstance(cell, int | float):
            cells.append(
                f'<table:table-cell office:value-type="float" office:value="{cell}"><text:p>{cell}</text:p></table:table-cell>'
            )
        elif isinstance(cell, DAY):
            cells.append(
                f'<table:table-cell office:value-type="date" office:date-value="{cell}"><text:p>{cell}</text:p></table:table-cell>'
            )
        else:
            text = "".join(f"<text:p>{escape(part)}</text:p>" for part in str(cell).split("\n"))
            cells.append(f'<table:table-cell office:value-type="string">{text}</table:table-cell>')
    return f"<table:table-row>{''.join(cells)}</table:table-row>"


def xls(*sheets: tuple[str, Rows]) -> bytes:
    """A workbook of Excel 97."""
    import xlwt  # in an environment of its own

    book = xlwt.Workbook(encoding="utf-8")
    for title, rows in sheets:
        sheet = book.add_sheet(title)
        as_day = xlwt.easyxf(num_format_str="dd/mm/yyyy")
        for number, row in enumerate(rows):
            for column, cell in enumerate(row):
                if cell is not None and cell != "":
                    sheet.write(number, column, cell, *([as_day] if isinstance(cell, DAY) else []))
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def text(rows: Rows, separator: str = ";", encoding: str = "utf-8", end: str = "\r\n") -> bytes:
    """A csv, or pasted cells with tabs."""

    def cell(value: Any) -> str:
        found = "" if value is None else str(value)
        quoted = any(sign in found for sign in (separator, '"', "\n"))
        return '"{}"'.format(found.replace('"', '""')) if quoted else found

    return "".join(separator.join(map(cell, row)) + end for row in rows).encode(encoding)


def plain(count: int, *columns: Callable[[int], Any]) -> list[list[Any]]:
    return [[column(at) for column in columns] for at in range(count)]


def cycle(*values: Any) -> Callable[[int], Any]:
    return lambda at: values[at % len(values)]


CALLINGS = cycle("Assistante sociale", "Avocat", "Infirmière", "Juge", "Policier", "Psychologue")
CALLINGS_AR = cycle("مساعدة اجتماعية", "محام", "ممرضة", "قاض", "شرطي", "أخصائية نفسية")
CITIES = cycle("Agadir", "Casablanca", "Rabat", "Marrakech", "Al Hoceima")


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


def marks_by_day() -> bytes:
    rows = [["Nom et prénom", "Jour 1", "Jour 2"], *plain(6, latin, cycle("x", "x", ""), cycle("x", "", "x"))]
    return xlsx(("Présences", rows))


def english() -> bytes:
    rows = [["First name", "Surname", "Gender", "Job title", "Organisation", "Mobile phone", "E-mail address"],
            *plain(6, lambda a: PEOPLE[a][0], lambda a: PEOPLE[a][1], lambda a: "Female" if is_woman(a) else "Male",
                   cycle("Social worker", "Lawyer", "Nurse", "Judge", "Police officer"), cycle("Hope NGO"), phone, mail)]  # fmt: skip
    return text(rows, ",", end="\n")


MADE: dict[str, Callable[[], bytes]] = {
    "feuille-de-presence.xlsx": sheet_of_presence, "deux-lignes-de-titres.xlsx": two_row_header, "deux-langues.xlsx": bilingual_rows,
    "liste-arabe.xlsx": arabic_sheet, "civilites.ods": titles, "civilites-dans-le-nom.csv": titles_in_names, "ages.xls": ages,
    "rien-a-dire.csv": nothing_words, "douteux.xlsx": doubtful, "deux-personnes.xlsx": two_in_a_row,
    "autre-colonne.csv": another_lists_column, "plusieurs-feuilles.xlsx": several_sheets, "deux-ecritures.ods": two_scripts,
    "titres-repetes.xlsx": repeated_headings, "colonnes-inutiles.csv": unused_columns, "pages-imprimees.xls": pages_of_print,
    "colle.txt": pasted_with_header, "colle-sans-titres.txt": pasted_without_header, "noms-seuls.txt": names_alone,
    "windows-arabe.csv": windows_arabic, "macintosh.csv": old_macintosh, "unicode-excel.txt": utf16,
    "moodle-participants.csv": moodle_participants, "moodle-participants-en.xlsx": moodle_participants_english,
    "moodle-attendance.xlsx": moodle_attendance, "kobo-labels.xlsx": kobo_labels, "kobo-codes.csv": kobo_codes, "odk-central.csv": odk,
    "google-forms.csv": google_forms, "google-forms-ar.xlsx": google_forms_arabic, "microsoft-forms.xlsx": microsoft_forms,
    "pretix-positions.xlsx": pretix_positions, "pretix-orders.csv": pretix_orders, "notre-export.csv": own_export,
    "presence-par-jour.xlsx": marks_by_day, "english.csv": english,
}  # fmt: skip


def make(names: Iterable[str]) -> None:
    """Write the files of these names."""
    for name in names:
        (FILES / name).write_bytes(MADE[name]())


if __name__ == "__main__":
    make(MADE)
