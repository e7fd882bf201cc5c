"""Joining by a code: newcomers, staff who take part, and codes that are closed or lead nowhere."""

import pytest
from django.core.exceptions import ValidationError

from accounts.models import JoinCode, User
from accounts.roles import Role
from core.pdf import qr_inline
from core.text import fold
from courses.models import Enrolment
from people import consent
from people.consent import State, give_consent, state_of, withdraw_consent
from people.extension_points import Target, targets
from people.models import Consent, Person
from tests.support.clients import TenantClient
from tests.support.newcomers import NEWCOMER


def test_a_newcomer_joins_without_mail_or_phone(client, join_code):
    response = client.post(f"/ar/join/{join_code.code.lower()}/", NEWCOMER)
    assert response.headers["location"] == "/ar/cours/"
    person = Person.objects.get()
    assert (person.full_name, person.email, person.phone) == ("Salma Exemple", "", "")
    assert (person.person_language, person.category) == ("ar", "police")
    assert Enrolment.objects.get().category == "police"
    assert client.get("/ar/learn/").status_code == 200  # signed in


def test_who_joins_agreed_to_what_is_kept(client, join_code):
    client.post(f"/ar/join/{join_code.code}/", NEWCOMER)
    (consent,) = Consent.objects.all()
    assert (consent.person.full_name, consent.version, consent.language) == ("Salma Exemple", 1, "ar")
    assert consent.withdrawn_at is None
    client.logout()
    client.post(f"/fr/join/{join_code.code}/", NEWCOMER)  # once more changes nothing
    assert Consent.objects.count() == 1


@pytest.mark.parametrize(
    ("language", "first"),
    [
        ("fr", ["Agent de l’office d’immigration", "Avocat", "Bénévole", "Éducation", "Élu", "Étudiant", "Gendarme"]),
        ("ar", ["أخصائي(ة) نفسي(ة)", "إطار بمكتب الهجرة"]),
        ("en", ["Asylum protection officer", "Border officer"]),
    ],
    ids=["fr", "ar", "en"],
)
def test_lists_are_in_the_readers_alphabet(client, join_code, language, first):
    form = client.get(f"/{language}/join/{join_code.code}/").context["form"]
    names = [str(name) for _code, name in form.fields["category"].choices]
    assert names[1 : len(first) + 1] == first
    assert names[1:] == sorted(names[1:], key=fold)
    institutions = [code for code, _name in form.fields["institution_type"].choices]
    assert (institutions[0], institutions[-1]) == ("", "other")


def test_the_regions_of_ones_own_country_come_first(client, own_ngo, join_code):
    def countries():
        groups = client.get(f"/fr/join/{join_code.code}/").context["form"].fields["person_region"].choices[1:]
        return [str(name) for name, _regions in groups]

    assert countries() == ["Maroc", "France"]
    own_ngo.country = "FR"
    own_ngo.save(update_fields=["country"])
    assert countries() == ["France", "Maroc"]


def test_professions_of_many_people_here_come_first_by_use(client, join_code):
    """Of ten people each, so that the list tells of no few."""
    for category, n in {"judge": 10, "police": 12, "lawyer": 9}.items():
        Person.objects.bulk_create([Person(full_name=f"{category} {place}", category=category) for place in range(n)])
    _none, often, others = client.get(f"/fr/join/{join_code.code}/").context["form"].fields["category"].choices
    assert [code for code, _name in often[1]] == ["police", "judge"]
    names = [str(name) for _code, name in others[1]]
    assert names == sorted(names, key=fold)
    assert {code for code, _name in others[1]} & {"police", "judge", "lawyer"} == {"lawyer"}
    response = client.post(f"/fr/join/{join_code.code}/", NEWCOMER)
    assert (response.status_code, Person.objects.get(full_name="Salma Exemple").category) == (302, "police")


@pytest.mark.parametrize(
    ("pasted", "status"),
    [
        ("https://example.org/ar/join/{}/", 302),
        (" {} ", 302),
        ("/join/{}/back/?a=b", 302),
        ("https://example.org/{}", 200),
    ],
    ids=["link", "spaces", "link of the way back", "another link"],
)
def test_a_whole_link_may_be_pasted_for_its_code(client, other_ngo, join_code, pasted, status):
    response = client.post("/fr/join/", {"code": pasted.format(join_code.code)})
    assert (response.status_code, response.headers.get("location")) == (
        status, f"/fr/join/{join_code.code}/" if status == 302 else None,
    )  # fmt: skip
    assert TenantClient(other_ngo).post("/fr/join/", {"code": pasted.format(join_code.code)}).status_code == 200


def test_staff_take_part_under_their_own_account(sign_in, own_ngo, join_code):
    client = sign_in(own_ngo, Role.TRAINER)
    page = client.get(f"/fr/join/{join_code.code}/")
    assert (page.templates[0].name, str(page.context["name"])) == ("people/join_known.html", "trainer")
    assert not Person.objects.exists()
    assert client.post(f"/fr/join/{join_code.code}/", {"category": "lawyer"}).status_code == 200  # not agreed yet
    assert not Person.objects.exists()
    answers = {"category": "lawyer", "consent": "on"}
    assert client.post(f"/fr/join/{join_code.code}/", answers).headers["location"] == "/fr/cours/"
    person = Person.objects.get()
    assert (person.user.username, person.full_name, person.person_language) == ("trainer", "trainer", "fr")
    assert (person.category, Consent.objects.get().person) == ("lawyer", person)
    assert Enrolment.objects.get().person == person
    assert client.get(f"/fr/join/{join_code.code}/").headers["location"] == "/fr/cours/"  # already in
    assert client.get("/fr/sessions/").status_code == 200  # still staff


@pytest.mark.parametrize(
    ("stands", "asked"), [("current", None), ("withdrawn", ["consent"]), ("older", ["consent"]), ("none", ["consent"])]
)
def test_who_is_signed_in_agrees_where_the_agreement_is_missing_and_keeps_their_axes(
    client, join_code, monkeypatch, stands, asked
):  # fmt: skip
    person = Person.objects.create(full_name="Salma", category="judge", user=User.objects.create(username="salma"))
    if stands != "none":
        give_consent(person=person)
    if stands == "withdrawn":
        withdraw_consent(person=person)
    elif stands == "older":
        monkeypatch.setattr(consent, "VERSION", consent.VERSION + 1)
    client.force_login(person.user)
    path = f"/fr/join/{join_code.code}/"
    form = client.get(path).context["form"]
    assert (form and list(form.fields)) == asked
    if asked:
        assert client.post(path, {"consent": ""}).context["form"].errors.keys() == {"consent"}
        assert not Enrolment.objects.exists()
    assert client.post(path, {"consent": "on"}).headers["location"] == "/fr/cours/"
    assert (Enrolment.objects.get().person, state_of(person.user)) == (person, State.CURRENT)
    person.refresh_from_db()
    assert (person.category, Enrolment.objects.get().category) == ("judge", "judge")


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        pytest.param({"name": ""}, "name", id="no name"),
        pytest.param({"pin": "12"}, "pin", id="short PIN"),
        pytest.param({"pin": "abcd"}, "pin", id="letters"),
        pytest.param({"category": "king"}, "category", id="unknown category"),
        pytest.param({"consent": ""}, "consent", id="not agreed"),
    ],
)
def test_bad_input_is_named_and_nothing_is_written(client, join_code, changes, field):
    response = client.post(f"/fr/join/{join_code.code}/", NEWCOMER | changes)
    assert list(response.context["form"].errors) == [field]
    assert not Person.objects.exists()
    assert not User.objects.filter(username__startswith="p-").exists()


def test_a_closed_code_lets_nobody_in_and_everybody_back(client, join_code):
    path = f"/fr/join/{join_code.code}/"
    client.post(path, NEWCOMER)
    client.logout()
    JoinCode.objects.update(active=False)
    assert client.post("/fr/join/", {"code": join_code.code})["location"] == path
    assert client.get(path)["location"] == f"{path}back/"
    assert client.post(path, NEWCOMER | {"name": "Nouvelle Venue"})["location"] == f"{path}back/"
    assert Person.objects.count() == 1
    response = client.post(f"{path}back/", {"name": NEWCOMER["name"], "pin": NEWCOMER["pin"]})
    assert response["location"] == "/fr/cours/"
    assert client.get(path)["location"] == "/fr/me/"  # already in


def test_a_code_that_leads_nowhere_is_refused(client, own_ngo):
    response = client.post("/fr/join/", {"code": "ABCDEFGH"})
    assert list(response.context["form"].errors) == ["code"]
    assert client.get("/fr/join/ABCDEFGH/").headers["location"] == "/fr/join/"


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("fr", "Ce cours n’est plus proposé."), ("ar", "لم يعد هذا المسار متاحا."),
        ("en", "This course is not offered any more."),
    ],
)  # fmt: skip
def test_the_code_of_a_course_that_ended_lets_nobody_in_and_everybody_back(
    client, course, join_code, other_ngo, language, words
):
    path = f"/{language}/join/{join_code.code}/"
    client.post(path, NEWCOMER)
    client.logout()
    course.unpublish()
    assert client.post(f"/{language}/join/", {"code": join_code.code})["location"] == path
    response = client.post(path, NEWCOMER | {"name": "Nouvelle Venue"}, follow=True)
    assert response.redirect_chain == [(f"{path}back/", 302)]
    assert [str(one)[: len(words)] for one in response.context["messages"]] == [words]
    assert Person.objects.count() == 1
    back = client.post(f"{path}back/", {"name": NEWCOMER["name"], "pin": NEWCOMER["pin"]})
    assert back["location"] == f"/{language}/me/"
    assert client.get(path)["location"] == f"/{language}/me/"
    assert client.get(f"/{language}/me/").status_code == 200
    assert TenantClient(other_ngo).get(path)["location"] == f"/{language}/join/"


def test_a_refusal_is_said_and_no_account_is_left(client, join_code, monkeypatch):
    def refuse(person):
        raise ValidationError("Nobody comes in any more.")

    shut = Target(heading="Shut", people=Person.objects.none(), let_in=refuse)
    monkeypatch.setitem(targets._members, "course", (0, lambda uuid: shut))
    response = client.post(f"/en/join/{join_code.code}/", NEWCOMER)
    assert response.context["form"].non_field_errors() == ["Nobody comes in any more."]
    assert (Person.objects.count(), User.objects.filter(username__startswith="p-").count()) == (0, 0)


def test_a_code_is_shown_as_a_qr_to_staff(sign_in, own_ngo, other_ngo, client, join_code):
    path = f"/ar/join/{join_code.code.lower()}/poster/"
    page = sign_in(own_ngo, Role.TRAINER).get(path)
    assert page.context["address"] == f"http://own-ngo.localhost/ar/join/{join_code.code}/"
    assert page.context["svg"] == qr_inline(page.context["address"])
    assert client.get(path)["location"].startswith("/ar/sign-in/")
    assert sign_in(own_ngo, Role.FUNDER).get(path).status_code == 403
    assert sign_in(other_ngo, Role.COORDINATOR).get(path).status_code == 404
    JoinCode.objects.update(active=False)
    assert sign_in(own_ngo, Role.REVIEWER).get(path).status_code == 404  # it would lead nobody in
