"""Lists of people taken out: what is found, in words and codes, and the log of it."""

import csv
import io
import zipfile

import pytest
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st
from python_calamine import CalamineWorkbook
from wagtail.models import ModelLogEntry

from accounts.models import User
from accounts.roles import Role
from people.imports.actions import start_import
from people.imports.columns import LABELS
from people.imports.exporting import as_csv, as_workbook
from people.imports.reading import read_file
from people.merging import merge_people
from people.models import Person
from tests.support.imports import lines_of
from tests.support.places import PLACE
from tests.support.random_histories import random_histories, undone
from tests.support.sessions import HalfDay, a_person, a_session, a_user, present, today

letters = st.text(alphabet="abcdefghij éèç محمدعليزهراء'-", min_size=1, max_size=20).map(str.strip)
letters = letters.filter(lambda text: any(map(str.isalpha, text)))
people = st.lists(
    st.fixed_dictionaries(
        {
            "full_name": letters,
            "institution": letters,
            "sex": st.sampled_from(["", "f", "m", "x"]),
            "category": st.sampled_from(["", "police", "student"]),
            "person_region": st.sampled_from(["", "MA-09", "FR-IDF"]),
        }
    ),
    min_size=1, max_size=6, unique_by=lambda row: row["full_name"],
)  # fmt: skip


@random_histories
@given(rows=people, as_file=st.sampled_from(["csv", "xlsx"]))
def test_what_is_exported_is_imported_as_the_same(own_ngo, rows, as_file):
    with undone():
        made = [Person.objects.create(email=f"p{n}@example.org", **row) for n, row in enumerate(rows)]
        data = as_csv(made) if as_file == "csv" else as_workbook(made)
        book = read_file(f"x.{as_file}", data)
        actor = User.objects.get_or_create(username="salma")[0]
        batch = start_import(book=book, actor=actor)
        expected = [line.status for line in lines_of(batch, PLACE)]
    assert set(expected) <= {"same", "changed"}  # spaces inside names are made one


def test_no_formula_is_live_in_an_export(own_ngo):
    person = Person.objects.create(full_name="=cmd|' /C calc'!A0", phone="+212612345678")
    rows = list(csv.reader(io.StringIO(as_csv([person]).decode("utf-8-sig")), delimiter=";"))
    assert (rows[1][1], rows[1][4]) == ("'=cmd|' /C calc'!A0", "+212 6-12-34-56-78")
    book = CalamineWorkbook.from_filelike(io.BytesIO(as_workbook([person])))
    assert book.get_sheet_by_index(0).to_python()[1][1] == "=cmd|' /C calc'!A0"


def sheet_of(answer):
    book = CalamineWorkbook.from_filelike(io.BytesIO(answer.content))
    return book.sheet_names[0], book.get_sheet_by_index(0).to_python()


def test_what_is_found_is_taken_with_numbers_as_numbers(sign_in, own_ngo, django_assert_max_num_queries):
    amina, twin = a_person("Amina", sex="f", phone="+212612345678"), a_person("Amina bis")
    a_person("Bilal", sex="m")
    session = a_session(HalfDay(today(), "morning", 60), HalfDay(today(), "afternoon", 60))
    for slot, person in zip(session.slots.all(), (amina, twin), strict=True):
        present(slot, person)
    merge_people(kept=amina, absorbed=twin, actor=a_user())
    administrator = sign_in(own_ngo, Role.ADMINISTRATOR)
    administrator.get("/en/sessions/lists/")  # what is remembered of the tenant
    with django_assert_max_num_queries(12):
        answer = administrator.post("/en/sessions/lists/export.xlsx", {"sex": "f", "q": "amina"})
    name, rows = sheet_of(answer)
    columns = dict(zip(rows[0], rows[1], strict=True))
    assert (name, len(rows), columns["Name"], columns["Phone"]) == ("People", 2, "Amina", "+212612345678")
    numbers = [columns[label] for label in ("Sessions attended", "Half-days attended", "Last presence")]
    assert numbers == [1.0, 2.0, today()]
    as_text = administrator.post("/en/sessions/lists/export.csv", {"sex": "f"}).content
    assert as_text.startswith(b"\xef\xbb\xbf")
    assert list(csv.reader(io.StringIO(as_text.decode("utf-8-sig"))))[1][-4:] == ["1", "2", str(today()), ""]


@pytest.mark.parametrize(("language", "mirrored"), [("ar", True), ("fr", False)])
def test_the_sheet_runs_as_its_reader_reads(sign_in, own_ngo, language, mirrored):
    a_person("Amina")
    answer = sign_in(own_ngo, Role.ADMINISTRATOR).post(f"/{language}/sessions/lists/export.xlsx")
    xml = zipfile.ZipFile(io.BytesIO(answer.content)).read("xl/worksheets/sheet1.xml").decode()
    assert ('rightToLeft="1"' in xml) == mirrored


def test_the_stranger_takes_nobody_of_ours(sign_in, own_ngo, other_ngo):
    a_person("Amina")
    _name, rows = sheet_of(sign_in(other_ngo, Role.ADMINISTRATOR).post("/en/sessions/lists/export.xlsx"))
    assert len(rows) == 1


TAKEN = {"fr": "Export du registre en fichier", "ar": "تصدير السجل في ملف", "en": "Took the register as a file"}


def test_an_export_stands_in_the_log_without_a_name(sign_in, own_ngo, other_ngo):
    a_person("Amina Benali")
    administrator, stranger = sign_in(own_ngo, Role.ADMINISTRATOR), sign_in(other_ngo, Role.ADMINISTRATOR)
    administrator.post("/fr/sessions/lists/export.csv", {"q": "amina"})
    entry = ModelLogEntry.objects.get()
    assert (entry.action, str(entry.user), entry.data) == ("sessions.export_register", "administrator", {"form": "csv"})
    assert "Amina" not in str(vars(entry))
    for language, said in TAKEN.items():
        with translation.override(language):
            assert ModelLogEntry.objects.get().message == said
        assert f"{said}<" in administrator.get(f"/{language}/sessions/lists/taken/").content.decode()
    assert sign_in(own_ngo, Role.COORDINATOR).get("/fr/sessions/lists/taken/").status_code == 403
    assert stranger.get("/fr/sessions/lists/taken/").context["list"].page.paginator.count == 0
    with other_ngo:
        assert ModelLogEntry.objects.count() == 0


@pytest.mark.parametrize(
    ("language", "words"),
    [("fr", ["Policier", "Souss-Massa"]), ("ar", ["الأمن الوطني", "سوس ماسة"])],
    ids=["fr", "ar"],
)
def test_an_export_speaks_in_words_and_keeps_the_codes_apart(own_ngo, language, words):
    person = a_person("Amina", category="police", person_region="MA-09", phone="+212612345678", ref="A-1")
    with translation.override(language):
        book = CalamineWorkbook.from_filelike(io.BytesIO(as_workbook([person])))
        sheets = [book.get_sheet_by_name(name).to_python() for name in book.sheet_names]
        row, coded = (dict(zip(*rows, strict=True)) for rows in sheets)
        said = [row[str(LABELS[name])] for name in ("category", "person_region", "phone")]
        kept = [coded[str(LABELS[name])] for name in ("ref", "category", "person_region")]
    assert said == [*words, "+212612345678"]
    assert kept == ["A-1", "police", "MA-09"]
