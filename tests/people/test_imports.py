"""Lists of people: every encoding, every row judged, all or nothing, repeatable, taken back whole, exported."""

import csv
import io
import time
import zipfile
from collections import Counter

import pytest
import xlsxwriter
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import translation
from hypothesis import assume, given
from hypothesis import strategies as st
from python_calamine import CalamineWorkbook
from wagtail.models import ModelLogEntry

from accounts.models import User
from accounts.roles import Role
from people.erasure import erase_person
from people.imports.actions import apply_import, choose, read_draft, start_import, undo_import
from people.imports.choices import Choices
from people.imports.columns import LABELS
from people.imports.exporting import as_csv, as_workbook
from people.imports.grids import decode
from people.imports.reading import read_file, read_text
from people.imports.values import Dictionary, Taken
from people.merging import merge_people
from people.models import PeopleList, Person, RecordChange
from tests.support.places import PLACE
from tests.support.random_histories import random_histories, undone
from tests.support.sessions import HalfDay, a_person, a_session, a_user, present, today

FRENCH = "Nom et prénom;Téléphone;Sexe;Profession;Région\nZoé Éléonore Çelik;٠٦١٢٣٤٥٦٧٨;Femme;Policier;Souss-Massa\n"
ARABIC = "الاسم الكامل;الهاتف;الجنس\nفاطمة الزهراء بنعلي;0612345678;أنثى\n"


def bring(text):
    actor = User.objects.get_or_create(username="salma")[0]
    return start_import(book=read_text(text, "list.csv"), actor=actor)


def lines_of(batch, place):
    return read_draft(batch, place).judged.lines


def told(line):
    """The problems of a line as they are read."""
    return [str(problem) for problem in line.problems]


def statuses(batch):
    return [line.status for line in lines_of(batch, PLACE)]


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        (FRENCH, "utf-8"), (FRENCH, "utf-8-sig"), (FRENCH, "utf-16"), (FRENCH.replace("٠٦١٢٣٤٥٦٧٨", "06"), "cp1252"),
        (ARABIC, "utf-8"), (ARABIC, "utf-8-sig"), (ARABIC, "cp1256"),
    ],
)  # fmt: skip
def test_every_usual_encoding_is_read(text, encoding):
    assert decode(text.encode(encoding))[0] == text


@pytest.mark.parametrize("separator", ["\t", ";", ","])
def test_pasted_cells_and_csv_are_read(separator):
    book = read_text(separator.join(["Nom", "Mail"]) + "\n" + separator.join(["Amina", "a@example.org"]))
    assert [sheet.rows for sheet in book.sheets] == [[["Nom", "Mail"], ["Amina", "a@example.org"]]]


def test_a_workbook_is_read():
    out = io.BytesIO()
    with xlsxwriter.Workbook(out) as book:
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, ["Nom", "Téléphone"])
        sheet.write_row(1, 0, ["Amina", 612345678])
    assert read_file("x.xlsx", out.getvalue()).sheets[0].rows[1] == ["Amina", "612345678"]


@pytest.mark.parametrize(
    ("name", "data"),
    [("x.xlsx", b"PK\x03\x04broken"), ("x.pdf", b"%PDF"), ("x.csv", b"Nom\n"), ("x.csv", b""), ("x.csv", b"a\x00b\nc")],
    ids=["broken", "pdf", "headers only", "empty", "binary"],
)  # fmt: skip
def test_what_is_no_list_is_refused_with_a_remedy(name, data):
    with pytest.raises(ValidationError) as refusal:
        read_file(name, data)
    assert refusal.value.messages[0].endswith(".")


def test_columns_are_guessed_and_words_understood(own_ngo):
    batch = bring(FRENCH)
    (line,) = lines_of(batch, PLACE)
    assert line.values == {
        "full_name": "Zoé Éléonore Çelik", "phone": "+212612345678", "sex": "f", "category": "police",
        "person_region": "MA-09",
    }  # fmt: skip


def test_a_mapping_is_remembered(own_ngo):
    first = bring("Qui;Où\nAmina;Agadir\n")
    assert statuses(first) == []
    choose(batch=first, choices=Choices(columns={"Qui": "full_name", "Où": "institution"}), onto=None)
    assert statuses(first) == ["new"]
    apply_import(batch=first, place=PLACE, actor=first.made_by)
    assert statuses(bring("Qui;Où\nBilal;Agadir\n")) == ["new"]


def test_new_same_changed_refused(own_ngo):
    Person.objects.create(full_name="Amina Benali", phone="+212612345678", category="police")
    Person.objects.create(full_name="Bilal", email="b@example.org")
    text = (
        "Nom;Tel;Mail;Profession\n"
        "AMINA BENALI;0612345678;;Policier\n"  # another way of writing: the name changes
        "Bilal;;b@example.org;\n"
        "Driss;;d@example;\n"
        "Emma;;;\n"
        "Farid;;f@example.org;\nFarid;;f@example.org;\n"
    )
    lines = lines_of(bring(text), PLACE)
    assert [line.status for line in lines] == ["changed", "same", "refused", "new", "refused", "refused"]
    assert lines[0].after == {"full_name": "AMINA BENALI"}
    assert "Mail" in told(lines[2])[0]


def test_a_name_alone_is_nobody_of_the_register(own_ngo):
    Person.objects.create(full_name="Mohamed Alami", institution="Wilaya", phone="+212612345678")
    assert statuses(bring("Nom\nMohamed Alami\n")) == ["new"]
    assert statuses(bring("Nom;Organisme\nMohamed Alami;Wilaya\n")) == ["same"]
    assert statuses(bring("Nom;Tel\nMohamed Alami;0698765432\n")) == ["new"]


def test_all_or_nothing(own_ngo):
    batch = bring("Nom;Mail\nAmina;a@example.org\nBilal;nonsense\n")
    with pytest.raises(ValidationError):
        apply_import(batch=batch, place=PLACE, actor=batch.made_by)
    assert Person.objects.count() == 0


def test_an_import_is_repeated_without_doubles_and_taken_back(own_ngo):
    old = Person.objects.create(full_name="Amina", email="a@example.org", institution="Old")
    text = "Nom;Mail;Organisme\nAmina;a@example.org;New\nBilal;b@example.org;X\nClaire;c@example.org;X\n"
    batch = bring(text)
    apply_import(batch=batch, place=PLACE, actor=batch.made_by)
    assert Person.objects.count() == 3
    assert statuses(bring(text)) == ["same"] * 3
    with pytest.raises(ValidationError):  # once only
        apply_import(batch=batch, place=PLACE, actor=batch.made_by)
    a_session(people=[Person.objects.get(full_name="Claire")])
    assert undo_import(batch=batch, actor=batch.made_by) == 1
    old.refresh_from_db()
    assert (old.institution, sorted(Person.objects.values_list("full_name", flat=True))) == ("Old", ["Amina", "Claire"])


def test_a_later_correction_survives_the_undoing(own_ngo):
    person = Person.objects.create(full_name="Amina", email="a@example.org", institution="Old")
    batch = bring("Nom;Mail;Organisme\nAmina;a@example.org;New\n")
    apply_import(batch=batch, place=PLACE, actor=batch.made_by)
    Person.objects.update(institution="Newest")
    undo_import(batch=batch, actor=batch.made_by)
    person.refresh_from_db()
    assert person.institution == "Newest"


def test_an_erased_person_leaves_nothing_in_lists(own_ngo):
    person = Person.objects.create(full_name="Amina", email="a@example.org", institution="Secret place")
    batch = bring("Nom;Mail;Organisme\nAmina;a@example.org;New\n")
    apply_import(batch=batch, place=PLACE, actor=batch.made_by)
    bring("Nom\nAmina\n")
    erase_person(person=person)
    assert list(PeopleList.objects.values_list("state", "book")) == [("applied", {})]
    assert PeopleList.objects.get().changes["changed"] == []


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


def test_the_way_through_the_pages(sign_in, own_ngo, other_ngo):
    client = sign_in(own_ngo, Role.COORDINATOR)
    posted = client.post("/en/sessions/lists/", {"file": SimpleUploadedFile("l.csv", FRENCH.encode("utf-8-sig"))})
    batch = PeopleList.objects.get()
    assert posted.url == f"/en/sessions/lists/{batch.uuid}/"
    page = client.get(posted.url)
    assert (page.context["counts"]["new"], page.context["offered"]) == (1, 1)
    stranger = sign_in(other_ngo, Role.COORDINATOR)
    assert stranger.get(posted.url).status_code == 404
    assert stranger.post(f"{posted.url}import/").status_code == 404
    client.post(f"{posted.url}import/", posted_form(page))
    assert Person.objects.get().category == "police"
    client.post(f"{posted.url}undo/")
    assert Person.objects.count() == 0
    both = client.post("/en/sessions/lists/", {"text": ""})
    assert "one of the two" in both.content.decode()


def posted_form(page):
    """What a browser sends of the form as it stands."""
    form = page.context["form"]
    return {name: form[name].value() for name in form.fields if form[name].value() not in (None, False)}


@pytest.mark.parametrize(
    ("role", "statuses"),
    [(Role.ADMINISTRATOR, (200, 200)), (Role.COORDINATOR, (200, 403)), (Role.TRAINER, (403, 403)),
     (Role.FUNDER, (403, 403))],
)  # fmt: skip
def test_who_brings_and_who_takes_lists(sign_in, own_ngo, role, statuses):
    client = sign_in(own_ngo, role)
    found = (client.get("/fr/sessions/lists/").status_code, client.post("/fr/sessions/lists/export.csv").status_code)
    assert found == statuses


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


@pytest.mark.parametrize(
    ("text", "field", "value"),
    [
        ("Nom;Tranche d’âge\nAmina;٢٥-٣٤\n", "age_band", "25-34"),
        ("Nom;GSM\nAmina;+٢١٢ ٦ ١٢ ٣٤ ٥٦ ٧٨\n", "phone", "+212612345678"),
        ("Nom;GSM\nAmina;612345678\n", "phone", "+212612345678"),
        ("الاسم الكامل;الصفة\nأمينة;محامية\n", "category", "lawyer"),
    ],
    ids=["age band in Arabic digits", "phone in Arabic digits", "phone without its zero", "profession in Arabic"],
)
def test_what_people_type_is_understood(own_ngo, text, field, value):
    (line,) = lines_of(bring(text), PLACE)
    assert (line.status, line.values[field]) == ("new", value)


def test_a_new_reference_finds_who_has_none(own_ngo):
    Person.objects.create(full_name="Amina", email="a@example.org")
    Person.objects.create(full_name="Bilal", email="b@example.org", ref="7")
    text = "Ref;Nom;Mail\n12;Amina;A@example.org\n13;Bilal;b@example.org\n"
    lines = lines_of(bring(text), PLACE)
    assert [(line.status, list(line.after)) for line in lines] == [("changed", ["ref", "email"]), ("new", [])]


def test_a_merged_records_reference_leads_to_the_one_that_stays(own_ngo):
    one, two = Person.objects.create(full_name="Amina", ref="1"), Person.objects.create(full_name="Amina B", ref="2")
    merge_people(kept=one, absorbed=two, actor=a_user())
    text = "Ref;Nom;Organisme\n2;Amina;Wilaya\n"
    batch = bring(text)
    assert [(line.person, line.after) for line in lines_of(batch, PLACE)] == [(one, {"institution": "Wilaya"})]
    apply_import(batch=batch, place=PLACE, actor=batch.made_by)
    assert statuses(bring(text)) == ["same"]


def test_an_erased_persons_reference_is_refused(own_ngo):
    ref = erase_person(person=Person.objects.create(full_name="Amina", ref="1")).ref
    assert statuses(bring(f"Ref;Nom\n{ref};Amina\n1;Bilal\n")) == ["refused", "new"]


def test_two_rows_never_speak_of_one_person(own_ngo):
    Person.objects.create(full_name="Amina", email="a@example.org", phone="+212612345678")
    text = "Nom;Mail;Tel;Organisme\nAmina;a@example.org;;X\nAmina;;0612345678;Y\nBilal;b@example.org;;X\n"
    assert statuses(bring(text)) == ["refused", "refused", "new"]


def test_two_thousand_rows_take_no_query_each(own_ngo, django_assert_max_num_queries):
    """Preview and import stay below ten seconds on a slow machine, undoing too."""
    Person.objects.bulk_create(
        Person(full_name=f"Nom {n}", email=f"p{n}@example.org", institution="Old") for n in range(1000)
    )
    rows = "".join(f"Nom {n};p{n}@example.org;0612{n:06};New\n" for n in range(2000))
    began = time.monotonic()
    batch = bring(f"Nom;Mail;Tel;Organisme\n{rows}")
    with django_assert_max_num_queries(4):
        assert Counter(statuses(batch)) == {"changed": 1000, "new": 1000}
    with django_assert_max_num_queries(40):
        apply_import(batch=batch, place=PLACE, actor=batch.made_by)
    assert RecordChange.objects.count() == 2000
    with django_assert_max_num_queries(120):
        assert undo_import(batch=batch, actor=batch.made_by) == 0
    assert (Person.objects.count(), Person.objects.filter(institution="Old", phone="").count()) == (1000, 1000)
    assert time.monotonic() - began < 30


def the_register():
    return list(Person.objects.order_by("pk").values())


row_values = st.fixed_dictionaries(
    {
        "full_name": st.sampled_from(["Amina", "amina", "Bilal", "أمينة", "امينة"]),
        "email": st.sampled_from(["", "x@example.org", "X@example.org", "y@example.org"]),
        "phone": st.sampled_from(["", "+212612345678", "+212698765432"]),
        "institution": st.sampled_from(["", "Wilaya", "wilaya", "Autre"]),
        "ref": st.sampled_from(["", "1", "2", "3"]),
        "category": st.sampled_from(["", "police"]),
    }
)


@random_histories
@given(known=st.lists(row_values, max_size=4), rows=st.lists(row_values, min_size=1, max_size=5))
def test_importing_any_list_again_changes_nothing_and_undoing_brings_the_register_back(own_ngo, known, rows):
    with undone():
        refs = set()
        for values in known:
            ref = values["ref"] if values["ref"] not in refs else ""
            refs.add(ref)
            Person.objects.create(**values | {"ref": ref or None})
        before = the_register()
        text = "\t".join(rows[0]) + "\n" + "".join("\t".join(row.values()) + "\n" for row in rows)
        batch = bring(text)
        judged = statuses(batch)
        assume("refused" not in judged)
        apply_import(batch=batch, place=PLACE, actor=batch.made_by)
        after, again = the_register(), bring(text)
        assert (len(after), statuses(again)) == (len(before) + judged.count("new"), ["same"] * len(rows))
        apply_import(batch=again, place=PLACE, actor=batch.made_by)
        assert the_register() == after
        undo_import(batch=again, actor=batch.made_by)
        assert the_register() == after
        undo_import(batch=batch, actor=batch.made_by)
        assert the_register() == before


def altered(before, after):
    """A workbook of one row, where something stands that no program for spreadsheets would write."""
    out, changed = io.BytesIO(), io.BytesIO()
    with xlsxwriter.Workbook(out) as book:
        sheet = book.add_worksheet()
        for number, row in enumerate((["Nom", "Fonction"], ["Amina", 42])):
            sheet.write_row(number, 0, row)
    with zipfile.ZipFile(out) as old, zipfile.ZipFile(changed, "w") as new:
        for name in old.namelist():
            new.writestr(name, old.read(name).replace(before.encode(), after.encode()))
    return changed.getvalue()


@pytest.mark.parametrize("number", ["1E999", "-1E400", "NaN"])
def test_a_number_that_is_none_is_refused_in_its_row(own_ngo, number):
    with translation.override("en"):
        batch = start_import(book=read_file("x.xlsx", altered("<v>42</v>", f"<v>{number}</v>")), actor=a_user())
        (line,) = lines_of(batch, PLACE)
        assert told(line) == ["Fonction: The cell holds an error of Excel. Correct its formula or empty it."]


@pytest.mark.parametrize("sign", ["_x0000_", "_x0001_", "_x001B_"])
def test_a_control_character_is_refused_in_its_row(own_ngo, sign):
    with translation.override("en"):
        batch = start_import(book=read_file("x.xlsx", altered("Amina", f"Ami{sign}na")), actor=a_user())
        (line,) = lines_of(batch, PLACE)
        assert told(line)[0] == "Nom: “Ami\N{REPLACEMENT CHARACTER}na” has unprintable signs. Type it anew."


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
    ("typed", "taken"),
    [
        ("Avocate", Taken("lawyer", is_sure=True)),
        ("Policière", Taken("police", is_sure=True)),
        ("avocat", Taken("lawyer", is_sure=True)),
        ("lawyer", Taken("lawyer", is_sure=True)),
        ("محام", Taken("lawyer", is_sure=True)),
        ("avocatt", Taken("lawyer")),
        ("xyzzy", Taken(None)),
    ],
)
def test_professions_are_read_as_people_write_them(typed, taken):
    assert Dictionary({}, today()).take("category", typed) == taken


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


def test_the_pairs_of_an_import_stand_on_a_page_of_their_own(sign_in, own_ngo, other_ngo):
    for name in ("Youssef Alaoui", "Amina Benali", "أمينة بنعلي"):
        a_person(name)
    batch = bring("Nom complet;Tel\nيوسف العلوي;0661203011\n")
    apply_import(batch=batch, place=PLACE, actor=batch.made_by)
    client, pairs = sign_in(own_ngo, Role.COORDINATOR), "/en/people/duplicates/"
    found = [client.get(f"{pairs}{asked}").context["pairs"] for asked in ("", f"?list={batch.uuid}")]
    assert [len(listed) for listed in found] == [2, 1]
    (pair,) = found[1]
    posted = {"one": pair.one.uuid, "other": pair.other.uuid, "verdict": "one", "list": batch.uuid}
    assert client.post(f"{pairs}judge/", posted).url == f"{pairs}?list={batch.uuid}#pairs"
    assert Person.objects.filter(merged_into__isnull=False).count() == 1
    assert sign_in(other_ngo, Role.COORDINATOR).get(f"{pairs}?list={batch.uuid}").status_code == 404


def test_a_refused_row_is_mended_emptied_left_out_and_taken_in_again(sign_in, own_ngo):
    client = sign_in(own_ngo, Role.COORDINATOR)
    text = "Nom complet;Mail\nAmina Benali;a@exemple,org\nDriss Naciri;x\nOmar Tazi;y\nZineb Haddad;z\n"
    url = client.post("/en/sessions/lists/", {"text": text}).url

    def answer(**typed):
        return client.post(url, posted_form(client.get(url)) | typed)

    assert "Import: 0 ready, 4 to settle" in client.get(url).content.decode()

    answer(**{"agree-0": "on", "text-1": "d@exemple.org", "do-2": "empty", "do-3": "out"})
    page = client.get(url)
    assert page.context["counts"] == {"refused": 0, "changed": 0, "new": 3, "same": 0, "left_out": 1}
    assert "Import 3 people" in page.content.decode()
    answer(**{"back-5": "on"})
    assert client.get(url).context["counts"]["refused"] == 1
    client.post(f"{url}import/", posted_form(client.get(url)) | {"refused": "leave-out"})
    assert set(Person.objects.values_list("full_name", "email")) == {
        ("Amina Benali", "a@exemple.org"), ("Driss Naciri", "d@exemple.org"), ("Omar Tazi", "")
    }  # fmt: skip


def test_no_date_of_birth_is_kept_with_a_draft(own_ngo):
    batch = bring("Nom complet;Date de naissance\nAmina Benali;12/03/1985\n")
    assert "1985" not in str(batch.book)
    assert lines_of(batch, PLACE)[0].values["age_band"] == "35-49"


def test_an_older_page_of_a_draft_changes_nothing(sign_in, own_ngo):
    client = sign_in(own_ngo, Role.COORDINATOR)
    url = client.post(
        "/en/sessions/lists/", {"text": "Nom complet;Métier\nAmina Benali;avocatt\nDriss Naciri;gugusse\n"}
    ).url
    older = posted_form(client.get(url))
    client.post(url, older | {"take-category-0": "on"})
    page = client.post(url, older | {"as-category-1": "judge"})
    assert page.context["form"].errors == {
        "__all__": ["This list was changed meanwhile, in another window or by somebody else. Open it again."]
    }
    assert PeopleList.objects.get().choices["values"] == {"category": {"avocatt": "lawyer"}}
