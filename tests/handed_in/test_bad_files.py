"""Every bad file through every door: exactly this sentence, and nothing is written."""

from functools import cache

import pytest
from django.utils import translation
from wagtail.users.models import UserProfile

from accounts.models import User
from accounts.roles import Role
from people.imports.reading import read_file
from tests.handed_in import others, workbooks
from tests.handed_in.doors import DOORS, written
from tests.handed_in.workbooks import cell, workbook

pytestmark = pytest.mark.slow
FILES = {
    "xlsx": workbooks.BAD, "csv": others.TEXTS, "xlf": others.XML, "png": others.PICTURES, "pdf": others.PDFS,
    "zip": others.MODULES,
}  # fmt: skip
NAMES = {name: f"file.{suffix}" for suffix, files in FILES.items() for name in files}

NOT_XLSX = "This is no .xlsx workbook, or it is damaged or locked. Save it anew as “Excel workbook (.xlsx)”."
OLD = "This is a workbook of an old kind, not .xlsx. Save it anew as “Excel workbook (.xlsx)”."
PASSWORD = "The file is protected by a password. Remove the password, save it, then choose it again."
TOO_MUCH = (
    "Reading this file takes more memory or time than is given to one file. Make it smaller or split it, then choose "
    "it again."
)
UNPACKED = "The workbook is too large once unpacked. Split it in several."
FAR = "The cells span 1048576 rows and 16384 columns. Delete those far from the table."
NO_LIST = "There is no list here: the first row names the columns, each other row is a person."
TOO_LONG = "A list may have 100000 people and 60 columns. Split it."
NOT_READ = "This is no list that can be read, or it is damaged or locked. Save it anew as .xlsx or .csv."
OTHER_KIND = "This kind of file cannot be read. Save the list as .xlsx or .csv."
UNREADABLE = "The text cannot be read as a list. Save it as .xlsx."
EMPTY = "The submitted file is empty."
NOT_OURS = "The file holds no text to translate. Is it the XLIFF file exported here?"
ENTITIES = "The file has a document type or entities of its own, which ours have not. Export the file again."
FIVE = "The file is larger than 5 MB. Is it the file exported here?"
NO_PDF = "file.pdf is no PDF that can be read, or it is locked. Print it to a new PDF."
NO_LOGO = "This picture cannot be used. Choose a PNG or JPEG of ordinary size."
DAMAGED_LOGO = "This picture is damaged. Choose another file."
HEAVY_LOGO = "This file is larger than 2 MB. Choose a smaller one."
NO_MODULE = "This file is not a packed module."
DAMAGED_MODULE = "A file of the packed module is missing or damaged."
LARGE = ("a line of 19 MB", "nineteen million lines", "21 MB")


def place(shown):
    return (
        f"A cell or a row stands in a place that no sheet has ({shown}). Open the workbook in a spreadsheet program "
        "and save it anew as .xlsx."
    )


def unsound(error):
    return f"This is not sound XML ({error}). Export the file again, or ask the translator for the original file."


PLACES = {
    "a column past the last": place("XFE3"), "a column of nine letters": place("ZZZZZZZZZ3"),
    "a row past the last": place("A4294967295"), "a row of twenty digits": place("A9999999999999999999"),
    "a row tag past the last": place("4294967295"), "row nought": place("0"), "a cell in row nought": place("A0"),
    "a cell without a column": place("3"), "a cell without a row": place("A"), "a negative place": place("A-3"),
    "an absolute place": place("$A$3"), "a place in entities": place("&#65;3"), "cells out of their row": place("3"),
}  # fmt: skip
SHEETS = PLACES | {
    "a cell in the last corner": FAR,
    "one long text sixty thousand times": TOO_MUCH,
    "a bomb": UNPACKED,
    "fifteen hundred parts": UNPACKED,
    "a password": PASSWORD,
    "encrypted parts": PASSWORD,
    "an old workbook": OLD,
}
IN_SHEETS = {*PLACES, "a cell in the last corner"}
EXPECTED = {
    "list": {
        **dict.fromkeys(FILES["xlsx"], NOT_READ),
        **dict.fromkeys([*FILES["csv"], *FILES["xlf"]], NO_LIST),
        **dict.fromkeys([*FILES["png"], *FILES["pdf"], *FILES["zip"]], OTHER_KIND),
        **SHEETS,
        "an old workbook": NOT_READ,
        "a million rows": TOO_LONG,
        "nothing": EMPTY,
        "a text with NUL": "This is not a text. Save the list as .xlsx or .csv.",
        "a line of 19 MB": UNREADABLE,
        "nineteen million lines": TOO_LONG,
        "a million short lines": TOO_LONG,
        "21 MB": "The file is larger than 20 MB. Split the list.",
        "XLIFF of tags in tags": UNREADABLE,
    },
    "records": {
        **dict.fromkeys(NAMES, NOT_XLSX),
        **{name: f"people: {why}" if name in IN_SHEETS else why for name, why in SHEETS.items()},
        "a million rows": "people: The sheet has more than 250000 rows. Split it in several.",
        "21 MB": "The file is larger than 20 MB. Split it in several workbooks.",
    },
    "translation": {
        **dict.fromkeys([*FILES["xlsx"], *FILES["zip"]], NOT_XLSX),
        **dict.fromkeys([*FILES["png"], *FILES["pdf"]], unsound("not well-formed (invalid token)")),
        **SHEETS,
        **dict.fromkeys(
            ["a bomb", "fifteen hundred parts"],
            "The workbook is too large once unpacked. Is it the file exported here?",
        ),
        **dict.fromkeys([*LARGE, "a million rows", "a million short lines"], FIVE),
        "nothing": unsound("no element found"),
        **dict.fromkeys(["headers alone", "a text with NUL", "a GIF", "a TIFF", "a TIFF named otherwise"],
                        unsound("syntax error")),
        "a web page": ENTITIES,
        "XLIFF with a billion laughs": ENTITIES,
        "XLIFF with a foreign entity": ENTITIES,
        "XLIFF in an unknown encoding": ENTITIES,
        "XLIFF cut short": unsound("unclosed token"),
        "XLIFF of tags in tags": "Too many tags stand inside one another here. Export the file again.",
        "XLIFF of two modules": "Two modules or two languages are mixed in this file. Import the files one by one.",
        "other XML": NOT_OURS,
        "an SVG": NOT_OURS,
    },
    "paper": {
        **{name: f"{file} is no picture that can be read. Use a photograph (JPEG, PNG) or a PDF."
           for name, file in NAMES.items()},
        **dict.fromkeys(FILES["pdf"], NO_PDF),
        **dict.fromkeys(LARGE, "file.csv is heavier than 15 MB. Photograph it with less detail."),
        "nothing": EMPTY,
        "a PNG that says 65,000 x 65,000": "file.png measures 65000 x 65000 pixels, which is too much. Photograph it "
        "with less detail.",
        "a PNG of 14,000 x 14,000": "file.png measures 14000 x 14000 pixels, which is too much. Photograph it with "
        "less detail.",
        "a PDF of 41 pages": "file.pdf has more than 40 pages. Split it.",
    },
    "logo": {
        **dict.fromkeys(NAMES, NO_LOGO),
        **dict.fromkeys([*LARGE, "a million rows", "a million short lines"], HEAVY_LOGO),
        **dict.fromkeys(["half a PNG", "half a JPEG", "a PNG without its pixels"], DAMAGED_LOGO),
        "nothing": EMPTY,
    },
    "bundle": {
        **dict.fromkeys(NAMES, NO_MODULE),
        "a module of deep nodes": "The packed module is damaged.",
        "a module with a wrong file": DAMAGED_MODULE,
    },
    "pasted": {
        **dict.fromkeys(FILES["csv"], NO_LIST),
        "nothing": "Choose a file or paste the cells: one of the two.",
        "a text with NUL": "Null characters are not allowed.",
        **dict.fromkeys([*LARGE, "a million short lines"], None),
    },
}  # fmt: skip


@cache
def made(name):
    return next(files[name]() for files in FILES.values() if name in files)


def handed_in(room, door):
    """What is said of each file that goes through this door; too long a text is not pasted."""
    return {name: DOORS[door](room, NAMES[name], made(name)) for name, why in EXPECTED[door].items() if why is not None}


@pytest.mark.parametrize("door", EXPECTED)
def test_each_is_answered_by_its_sentence_and_nothing_is_written(room, door):
    UserProfile.objects.update_or_create(
        user=User.objects.get(username=Role.ADMINISTRATOR), defaults={"preferred_language": "en"}
    )
    before = written()
    with translation.override("en"):  # a page that was asked for leaves its language behind
        said = handed_in(room, door)
    assert said == {name: [why] for name, why in EXPECTED[door].items() if why is not None}
    assert written() == before
    assert set(EXPECTED[door]) == (set(NAMES) if door != "pasted" else set(FILES["csv"]))


def test_what_is_unusual_and_sound_is_read(room):
    """Cells that say no place, places in small letters, a far cell that is empty."""
    bare = f"<row>{cell('', 'Nom')}{cell('', 'Mail')}</row><row>{cell('', 'Amina')}</row>"
    small = f'<row r="1">{cell("a1", "Nom")}</row><row r="2">{cell("a2", "Amina")}</row>'
    empty = f'{workbooks.HEADERS}{workbooks.PERSON}<row r="1048576"><c r="XFD1048576" s="1"/></row>'
    assert read_file("l.xlsx", workbook(bare)).sheets[0].rows[1:] == [["Amina"]]
    assert read_file("l.xlsx", workbook(small)).sheets[0].rows[1:] == [["Amina"]]
    assert read_file("l.xlsx", workbook(empty)).sheets[0].rows[1:] == [["P1", "Amina"]]
