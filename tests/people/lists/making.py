"""Makes the sample lists in `files/`, real files with fictional people: `python -m tests.people.lists.making` from the root.

.xls files need xlwt (pip install xlwt==1.3.0, in an environment of your own); the others what the platform needs anyway. The
files are kept, so that nobody needs to run this; what is read from each stands beside it as JSON.
"""

from collections.abc import Callable, Iterable
from pathlib import Path

from tests.people.lists.by_hand import (
    ages,
    another_lists_column,
    arabic_sheet,
    bilingual_rows,
    doubtful,
    english,
    marks_by_day,
    names_alone,
    nothing_words,
    old_macintosh,
    pages_of_print,
    pasted_with_header,
    pasted_without_header,
    repeated_headings,
    several_sheets,
    sheet_of_presence,
    titles,
    titles_in_names,
    two_in_a_row,
    two_row_header,
    two_scripts,
    unused_columns,
    utf16,
    windows_arabic,
)
from tests.people.lists.of_programs import (
    google_forms,
    google_forms_arabic,
    kobo_codes,
    kobo_labels,
    microsoft_forms,
    moodle_attendance,
    moodle_participants,
    moodle_participants_english,
    odk,
    own_export,
    pretix_orders,
    pretix_positions,
)

FILES = Path(__file__).parent / "files"
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
