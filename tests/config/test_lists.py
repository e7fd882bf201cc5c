"""Lists of staff: ordered by their heads, narrowed, with chosen columns, taken as a file by those who may."""

import re

import pytest
from django.utils import translation
from wagtail.models import ModelLogEntry

from accounts.deactivation import deactivate_account
from accounts.models import ChosenColumns
from accounts.roles import Role
from core.lists import in_a_row
from tests.support.certificates import a_certificate
from tests.support.queries import count_queries
from tests.support.sessions import HalfDay, a_person, a_session, today

PEOPLE, SESSIONS, CERTIFICATES = "/fr/people/", "/fr/sessions/", "/fr/certificates/all/"
ACCOUNTS, STAFF = "/fr/accounts/", "/fr/staff/"
LISTS = [PEOPLE, SESSIONS, CERTIFICATES, ACCOUNTS, STAFF]


def named(answer):
    """What names each row of the table that is shown."""
    return [re.sub("<[^>]+>", "", str(row[0].value)) for row in answer.context["list"].table.rows]


def heads(answer):
    """The heads of the table, each with the way it stands by."""
    return [(one.label, one.sort.state if one.sort else None) for one in answer.context["list"].table.columns]


def rows_of(answer):
    """The lines of a csv that French spreadsheets open."""
    return [line.split(";") for line in answer.content.decode("utf-8-sig").splitlines()]


@pytest.fixture
def people(own_ngo):
    return [
        a_person("Zineb", category="police", person_region="MA-09", institution="école"),
        a_person("Amina", category="judge", institution="Zèbre"),
        a_person("Karim", person_region="FR-IDF"),
    ]


@pytest.fixture
def administrator(own_ngo, sign_in):
    return sign_in(own_ngo, Role.ADMINISTRATOR)


@pytest.mark.parametrize(
    ("order", "found"),
    [
        ("", ["Amina", "Karim", "Zineb"]),
        ("-name", ["Zineb", "Karim", "Amina"]),
        ("institution", ["Zineb", "Amina", "Karim"]),
        ("-institution", ["Amina", "Zineb", "Karim"]),
        ("category", ["Amina", "Zineb", "Karim"]),  # Magistrature, Police; without one, last either way
        ("-category", ["Zineb", "Amina", "Karim"]),
        ("person_region", ["Karim", "Zineb", "Amina"]),
        ("-person_region", ["Zineb", "Karim", "Amina"]),
        ("zzz", ["Amina", "Karim", "Zineb"]),
    ],
)
def test_people_go_by_the_head_that_was_chosen(administrator, people, order, found):
    assert named(administrator.get(PEOPLE, {"order": order})) == found


def test_a_head_says_how_the_rows_stand_and_leads_to_the_other_way(administrator, people):
    page = administrator.get(PEOPLE, {"order": "category", "sex": ""})
    assert heads(page)[:3] == [("Nom", ""), ("Profession", "ascending"), ("Institution", "")]
    html = page.content.decode()
    assert (
        '<th scope="col" aria-sort="ascending"><a class="sort" href="/fr/people/?order=-category">Profession</a>'
        in html
    )
    assert '<a class="sort" href="/fr/people/?order=last">' in html  # the latest first
    assert heads(administrator.get(PEOPLE))[0] == ("Nom", "ascending")
    assert heads(administrator.get(PEOPLE, {"order": "silent"}))[4] == ("Dernière présence", "ascending")


def test_after_a_name_was_asked_for_heads_and_pages_post_it(administrator, people):
    page = administrator.post(PEOPLE, {"q": "a", "order": "-institution", "columns": "name,sex"})
    assert named(page) == ["Amina", "Karim"] or named(page)[0] == "Amina"
    html = page.content.decode()
    assert '<button class="sort" form="list-form" name="order"' in html
    assert not re.findall(r'href="[^"]*[?&]q=', html)


def test_the_columns_are_those_one_chooses_and_what_names_a_row_stays(administrator, people):
    page = administrator.get(PEOPLE, {"columns": ["sex", "person_region"]})
    assert [label for label, _state in heads(page)] == ["Nom", "Région", "Sexe"]
    assert 'href="/fr/people/?columns=name%2Cperson_region%2Csex&amp;order=person_region"' in page.content.decode()
    assert len(heads(administrator.get(PEOPLE, {"columns": "zzz"}))) == 5


def test_sessions_stand_under_their_time_until_another_order_is_chosen(administrator):
    for title, days in (("hier", -1), ("aujourd’hui", 0), ("demain", 1)):
        a_session(HalfDay(today(days), "morning", 210), title=title, city=f"Ville {days}")
    page = administrator.get(SESSIONS)
    assert [head for head, _rows in page.context["list"].table.groups] == ["Aujourd’hui", "À venir", "Passées"]
    page = administrator.get(SESSIONS, {"order": "-first"})
    assert (named(page), page.context["list"].table.heads) == (["demain", "aujourd’hui", "hier"], ())
    assert named(administrator.get(SESSIONS, {"order": "title"})) == ["aujourd’hui", "demain", "hier"]


def test_a_file_holds_what_is_found_with_the_columns_shown(administrator, own_ngo):
    a_session(title="=1+1", city="Rabat", on=3)
    a_session(title="Autre", city="Fès", on=3)
    answer = administrator.post(SESSIONS, {"file": "csv", "q": "rabat", "columns": "title,first,half_days"})
    assert (answer.status_code, answer["Content-Type"]) == (200, "text/csv; charset=utf-8")
    assert answer["Content-Disposition"] == 'attachment; filename="sessions.csv"'
    assert rows_of(answer) == [["Session", "Jours", "Demi-journées"], ["'=1+1", str(today(3)), "1"]]
    entry = ModelLogEntry.objects.get(action="core.take_list")
    assert (entry.label, entry.data, entry.user.username) == (
        "Sessions", {"list": "sessions", "rows": 1, "form": "csv"}, "administrator",
    )  # fmt: skip


def test_a_file_holds_every_page(administrator):
    for number in range(31):
        a_certificate(a_person(f"Personne {number:02}"))
    answer = administrator.post(CERTIFICATES, {"file": "csv", "order": "name"})
    assert [row[0] for row in rows_of(answer)[:3]] == ["Nom", "Personne 00", "Personne 01"]
    assert len(rows_of(answer)) == 32
    assert len(rows_of(administrator.post(CERTIFICATES, {"file": "csv", "q": "personne 07"}))) == 2


@pytest.mark.parametrize("path", [CERTIFICATES, ACCOUNTS])
def test_names_are_taken_by_administrators_alone(own_ngo, sign_in, path):
    coordinator = sign_in(own_ngo, Role.COORDINATOR)
    assert coordinator.post(path, {"file": "csv"}).status_code == 403
    assert 'name="file"' not in coordinator.get(path).content.decode()
    assert not ModelLogEntry.objects.filter(action="core.take_list").exists()


def test_a_trainer_takes_no_list_of_sessions(own_ngo, sign_in):
    trainer = sign_in(own_ngo, Role.TRAINER)
    assert (trainer.get(SESSIONS).status_code, trainer.post(SESSIONS, {"file": "csv"}).status_code) == (200, 403)


@pytest.mark.parametrize("path", [SESSIONS, CERTIFICATES, ACCOUNTS, STAFF])
def test_the_stranger_takes_only_what_is_theirs(own_ngo, other_ngo, sign_in, make_user, path):
    certificate = a_certificate(a_person("Salma Exemple"))
    a_session(title="Salma Exemple")
    make_user(own_ngo, Role.TRAINER, "Salma Exemple")
    assert certificate.holder == "Salma Exemple"
    answer = sign_in(other_ngo, Role.ADMINISTRATOR).post(path, {"file": "csv"})
    assert (answer.status_code, "Salma" in answer.content.decode("utf-8-sig")) == (200, False)


def test_the_staff_are_narrowed_by_role_and_second_factor(administrator, own_ngo, make_user):
    make_user(own_ngo, Role.TRAINER, "amina")
    assert named(administrator.get(STAFF, {"role": "trainer"})) == ["amina"]
    assert named(administrator.get(STAFF, {"factor": "off"})) == ["administrator", "amina"]
    assert named(administrator.post(STAFF, {"q": "AMI"})) == ["amina"]
    assert administrator.get(STAFF, {"factor": "on"}).context["list"].page.paginator.count == 0
    assert named(administrator.get(STAFF, {"order": "-name"})) == ["amina", "administrator"]


def test_certificates_are_narrowed_by_state(administrator):
    a_certificate(a_person("Salma"))
    assert named(administrator.get(CERTIFICATES, {"state": "valid"})) == ["Salma"]
    assert [administrator.get(CERTIFICATES, {"state": one}).context["page"].paginator.count
            for one in ("replaced", "revoked")] == [0, 0]  # fmt: skip


@pytest.mark.parametrize("path", LISTS)
def test_as_many_queries_for_thirty_lines_as_for_one(administrator, own_ngo, make_user, path):
    def add(number):
        a_certificate(a_person(f"Personne {number:02}"))
        a_session(title=f"Session {number}", on=number)
        make_user(own_ngo, Role.TRAINER, f"trainer-{number}")

    add(0)
    administrator.get(path)
    few = count_queries(administrator, path)
    for number in range(1, 30):
        add(number)
    assert count_queries(administrator, path) == few
    assert count_queries(administrator, f"{path}?order=-name") == few


@pytest.mark.parametrize("path", LISTS)
def test_what_nothing_matches_says_so_and_leads_back(administrator, own_ngo, path):
    a_certificate(a_person("Salma"))
    a_session()
    page = administrator.post(path, {"q": "zzzz"}) if path != SESSIONS else administrator.get(path, {"q": "zzzz"})
    html = page.content.decode()
    assert page.context["list"].page.paginator.count == 0
    assert re.search(rf'class="empty".*class="button" href="{path}"', html, re.DOTALL)


def test_those_of_a_session_are_taken_by_administrators(administrator, own_ngo, other_ngo, sign_in, people):
    session = a_session(people=people)
    path = f"{SESSIONS}{session.uuid}/"
    assert named(administrator.get(path, {"order": "-name"})) == ["Zineb", "Karim", "Amina"]
    answer = administrator.post(path, {"file": "csv", "columns": "name,half_days,institution"})
    assert rows_of(answer) == [
        ["Nom", "Demi-journées", "Institution"], ["Amina", "0", "Zèbre"], ["Karim", "0", ""], ["Zineb", "0", "école"],
    ]  # fmt: skip
    assert ModelLogEntry.objects.get(action="core.take_list").data["list"] == "participants"
    assert sign_in(own_ngo, Role.COORDINATOR).post(path, {"file": "csv"}).status_code == 403
    assert sign_in(other_ngo, Role.ADMINISTRATOR).post(path, {"file": "csv"}).status_code == 404


# Columns that somebody chose


def columns_of(answer):
    return [label for label, _state in heads(answer)]


def test_columns_that_were_chosen_are_kept_for_the_account(administrator, own_ngo, other_ngo, sign_in):
    a_session(city="Agadir")
    usual = columns_of(administrator.get(SESSIONS))
    assert ChosenColumns.objects.count() == 0
    answer = administrator.post(SESSIONS, {"keep": "columns", "columns": ["title", "kind"], "q": "agadir"})
    assert (answer.status_code, answer["Location"]) == (302, "/fr/sessions/?q=agadir")
    page = administrator.get(SESSIONS)
    assert columns_of(page) == ["Session", "Type"]
    assert 'name="keep" value="usual"' in page.content.decode()
    assert '<a class="sort" href="/fr/sessions/?order=title">' in page.content.decode()  # no address names them
    assert rows_of(administrator.post(SESSIONS, {"file": "csv"}))[0] == ["Session", "Type"]
    (kept,) = ChosenColumns.objects.all()
    assert (kept.user.username, kept.list, kept.title, kept.columns) == (
        "administrator", "sessions", "Sessions", ["title", "kind"],
    )  # fmt: skip
    assert columns_of(sign_in(own_ngo, Role.COORDINATOR).get(SESSIONS)) == usual  # another account
    with other_ngo:
        a_session()
    stranger = sign_in(other_ngo, Role.ADMINISTRATOR)  # of the same name, in another schema
    assert columns_of(stranger.get(SESSIONS)) == usual
    stranger.post(SESSIONS, {"keep": "usual"})
    assert columns_of(administrator.get(SESSIONS)) == ["Session", "Type"]


def test_an_address_that_names_columns_goes_before_and_changes_nothing(administrator):
    a_session()
    administrator.post(SESSIONS, {"keep": "columns", "columns": ["title", "kind"]})
    assert columns_of(administrator.get(SESSIONS, {"columns": "title,state"})) == ["Session", "État"]
    assert columns_of(administrator.get(SESSIONS, {"columns": "zzz"})) == ["Session", "Type"]
    html = administrator.get(SESSIONS, {"columns": "title,state"}).content.decode()
    assert '<input type="hidden" name="columns" value="title,state">' in html  # a search goes on with them
    assert ChosenColumns.objects.get().columns == ["title", "kind"]


def test_one_button_takes_the_usual_columns_again(administrator, people):
    usual = columns_of(administrator.get(PEOPLE))
    page = administrator.post(PEOPLE, {"keep": "columns", "columns": ["sex"], "q": "a"})
    assert (page.status_code, columns_of(page)) == (200, ["Nom", "Sexe"])  # the name stays out of the address
    page = administrator.post(PEOPLE, {"keep": "usual", "q": "a"})
    assert (columns_of(page), ChosenColumns.objects.count()) == (usual, 0)
    assert 'name="keep" value="usual"' not in page.content.decode()


@pytest.mark.parametrize("sent", [["zzz"], [], ["title\x00"]], ids=["unknown", "none", "nul"])
def test_columns_that_there_are_not_are_not_kept(administrator, sent):
    assert administrator.post(SESSIONS, {"keep": "columns", "columns": sent}).status_code in (302, 400)
    assert ChosenColumns.objects.count() == 0


def test_the_usual_columns_need_not_be_kept(administrator, people):
    usual = [item.name for item, is_shown in administrator.get(PEOPLE).context["list"].column_choices if is_shown]
    administrator.post(PEOPLE, {"keep": "columns", "columns": ["name", *usual]})
    assert ChosenColumns.objects.count() == 0


def test_my_data_tells_of_chosen_columns_and_they_go_with_the_account(administrator, own_ngo):
    a_session()
    assert "lists" not in administrator.get("/fr/my-data/my-data.json").json()
    administrator.post(SESSIONS, {"keep": "columns", "columns": ["title", "kind"]})
    (kept,) = administrator.get("/fr/my-data/my-data.json").json()["lists"]
    assert kept == {"heading": "Sessions", "columns": ["title", "kind"]}
    deactivate_account(user=ChosenColumns.objects.get().user, ref="ABC")
    assert ChosenColumns.objects.count() == 0


@pytest.mark.parametrize(
    ("language", "row"),
    [("fr", "<bdi>Français</bdi>, <bdi>العربية</bdi>"), ("ar", "<bdi>Français</bdi>، <bdi>العربية</bdi>")],
)
def test_texts_of_both_directions_stand_in_the_readers_order(language, row):
    with translation.override(language):
        assert in_a_row(["Français", "العربية"]) == f"<span>{row}</span>"
        assert in_a_row([]) == ""
