"""Lists of people: every row judged, all or nothing, repeatable, taken back whole."""

import io
import time
import zipfile
from collections import Counter

import pytest
import xlsxwriter
from django.core.exceptions import ValidationError
from django.utils import translation
from hypothesis import assume, given
from hypothesis import strategies as st

from people.erasure import erase_person
from people.imports.actions import apply_import, choose, start_import, undo_import
from people.imports.choices import Choices
from people.imports.reading import read_file
from people.imports.values import Dictionary, Taken
from people.merging import merge_people
from people.models import PeopleList, Person, RecordChange
from tests.support.imports import FRENCH, bring, lines_of, statuses
from tests.support.places import PLACE
from tests.support.random_histories import random_histories, undone
from tests.support.sessions import a_session, a_user, today


def told(line):
    """The problems of a line as they are read."""
    return [str(problem) for problem in line.problems]


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
