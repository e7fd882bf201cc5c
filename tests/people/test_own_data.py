"""My data: everything kept, as page, JSON and PDF; corrected, with or without the past."""

import json
import re
import uuid

import pytest

from accounts.limits import TRIES
from accounts.models import User
from accounts.roles import Role
from courses.actions import finish_lesson
from courses.models import Answer, Attempt, Enrolment, Exercise
from people.consent import give_consent
from people.erasure import erase_person
from people.models import Person
from sessions.actions.feedback import dispute_presence, resolve_dispute
from sessions.models import Registration, TestScore
from tests.support.clients import TenantClient
from tests.support.pdf_ua import faults, tables
from tests.support.queries import count_queries
from tests.support.sessions import a_session, a_user, present

PATHS = ("/fr/my-data/", "/fr/my-data/correct/", "/fr/my-data/my-data.json", "/fr/my-data/my-data.pdf",
         "/fr/my-data/delete/", "/fr/me/")  # fmt: skip


@pytest.fixture
def person(enrolment, exercise, lessons):
    """Somebody who did a little of everything."""
    person = enrolment.person
    Person.objects.filter(pk=person.pk).update(email="salma@example.org", phone="+212612345678", person_region="MA-09")
    person.refresh_from_db()
    finish_lesson(enrolment=enrolment, lesson=lessons[0])
    attempt = Attempt.objects.create(
        enrolment=enrolment, exercise=exercise, lesson=lessons[1], score=1, maximum=2, passed=False
    )
    Answer.objects.create(attempt=attempt, question=exercise.questions.first(), given=[], points=1, maximum=1)
    add_session(person)
    return person


def add_session(person, title="Accueil et écoute"):
    session = a_session(people=[person], title=title, city="Agadir")
    present(session.slots.get(), person)
    TestScore.objects.create(session=session, person=person, kind="pre", score=8, maximum=20)
    return session


def test_everything_kept_is_in_the_json(participant, person):
    response = participant.get("/fr/my-data/my-data.json")
    assert response.headers["content-disposition"] == 'attachment; filename="my-data.json"'
    assert "no-store" in response.headers["cache-control"]
    data = json.loads(response.content)
    names = ["person", "account", "consents", "courses", "sessions", "contests", "certificates", "reminders",
             "history"]  # fmt: skip
    assert list(data) == names
    (me,), (course_kept,), (session_kept,) = data["person"], data["courses"], data["sessions"]
    assert (me["full_name"], me["email"], me["phone"]) == ("Salma Exemple", "salma@example.org", "+212612345678")
    assert (me["category"], me["person_region"], me["sex"]) == ("police", "MA-09", "")
    assert (course_kept["heading"], course_kept["lessons_done"]) == ("Cours fr", 1)
    assert course_kept["attempts"][0]["score"] == {"score": 1, "maximum": 2}
    assert course_kept["attempts"][0]["answers"] == [{"heading": "un fr", "given": []}]  # the final may ask it again
    assert (session_kept["heading"], session_kept["half_days"]) == ("Accueil et écoute", {"present": 1, "all": 1})
    assert session_kept["test_pre"] == {"score": "8.00", "maximum": "20.00"}
    assert [row["source"] for row in session_kept["sheet"]] == ["trainer"]
    assert data["consents"][0]["version"] == 1


@pytest.mark.parametrize(
    ("why", "points"),
    [("asked again", False), ("no tries left", True), ("practice", True), ("drawn from its bank", False),
     ("archived question", True)],
)  # fmt: skip
def test_points_are_told_of_what_the_final_test_does_not_ask_again(
    participant, person, course, lessons, exercise, why, points
):  # fmt: skip
    if why == "no tries left":
        Exercise.objects.update(tries=1)
    elif why == "archived question":
        exercise.questions.update(archived=True)
    elif why != "asked again":
        final = Exercise.objects.create(kind="final", live=True, bank=exercise if why.startswith("drawn") else None)
        lessons[1].lesson_exercises.update(exercise=final)
        course.final_exercise = final
        course.save()
        Exercise.objects.filter(pk=exercise.pk).update(kind="practice")
    (answer,) = participant.get("/fr/my-data/my-data.json").json()["courses"][0]["attempts"][0]["answers"]
    assert answer == {"heading": "un fr", "given": []} | ({"points": 1} if points else {})


@pytest.mark.parametrize(
    ("language", "words"),
    [("fr", ["Salma Exemple", "Cours fr", "Accueil et écoute", "Souss-Massa"]),
     ("ar", ["Salma Exemple", "Cours ar", "سوس ماسة"]), ("en", ["police".capitalize(), "Cours en", "1 of 1"])],
)  # fmt: skip
def test_the_page_says_it_in_words(participant, person, language, words):
    html = participant.get(f"/{language}/my-data/").content.decode()
    assert [word for word in words if word not in html] == []


def test_the_page_has_no_label_without_a_value(participant, person):
    html = participant.get("/en/my-data/").content.decode()
    assert re.findall(r"<bdi></bdi>|<bdi>None</bdi>|passed <bdi>", html) == []
    assert "<bdi>not passed</bdi>" in html
    assert participant.get("/en/my-data/my-data.json").json()["courses"][0]["attempts"][0]["passed"] is False


def test_what_one_said_is_wrong_is_told(participant, person):
    slot = Registration.objects.get().session.slots.get()
    dispute = dispute_presence(slot=slot, person=person)
    resolve_dispute(dispute=dispute, uphold=False, reason="Seen on the sheet", actor=a_user("nadia"))
    (kept,) = participant.get("/en/my-data/my-data.json").json()["contests"]
    said = {name: kept[name] for name in ("heading", "claim", "outcome", "reason")}
    assert said == {
        "heading": "Accueil et écoute", "claim": "absent", "outcome": "denied", "reason": "Seen on the sheet",
    }  # fmt: skip
    html = participant.get("/en/my-data/").content.decode()
    assert [text for text in ("I was not there", "Left as it was", "Seen on the sheet") if text not in html] == []


@pytest.mark.parametrize("language", ["fr", "ar", "en"])
def test_the_pdf_is_accessible(participant, person, language):
    response = participant.get(f"/{language}/my-data/my-data.pdf")
    assert response.headers["content-type"] == "application/pdf"
    assert faults(response.content) == []
    assert {cell for table in tables(response.content) for row in table for cell in row} == {"TH/Row", "TD"}


def test_merged_records_are_one(participant, person):
    twin = Person.objects.create(full_name="Salma E.")
    add_session(twin, "Suite")
    Person.objects.filter(pk=twin.pk).update(merged_into=person)
    data = participant.get("/fr/my-data/my-data.json").json()
    assert [entry["heading"] for entry in data["sessions"]] == ["Accueil et écoute", "Suite"]


def test_only_ones_own(participant, person, other_ngo):
    other = Person.objects.create(full_name="Younès Fictif")
    add_session(other, "Réunion à part")
    text = participant.get("/fr/my-data/my-data.json").content.decode()
    assert ("Younès" in text, "Réunion à part" in text) == (False, False)
    with other_ngo:
        user = User.objects.create_user(pk=person.user_id, username="somebody", password="2468")
        give_consent(person=Person.objects.create(full_name="Une autre", user=user))
    stranger = TenantClient(other_ngo)
    stranger.force_login(user)
    text = stranger.get("/fr/my-data/my-data.json").content.decode()
    assert ("Une autre" in text, "Salma" in text) == (True, False)


@pytest.mark.parametrize("path", PATHS)
def test_who_is_not_signed_in_is_asked_to(client, participant, other_ngo, path):
    stranger = TenantClient(other_ngo)
    stranger.cookies = participant.cookies
    for visitor in (client, stranger):
        assert visitor.get(path).headers["location"] == f"/fr/sign-in/?next={path}"


@pytest.mark.parametrize("path", ["/fr/my-data/", "/fr/my-data/my-data.json", "/fr/me/"])
def test_pages_take_as_many_queries_for_much_as_for_little(participant, person, course, path):
    participant.get(path)  # warm the caches
    few = count_queries(participant, path)
    for number in range(10):
        add_session(person, f"Séance {number}")
        copy = course.copy(to=course.get_parent(), update_attrs={"slug": f"copie-{number}"}, copy_revisions=False)
        Enrolment.objects.create(person=person, course=copy)
    participant.get(path)  # what is remembered for seconds only, too
    assert count_queries(participant, path) == few
    assert few <= 30


def corrected(**changes):
    return {
        "full_name": "Salma Exemple", "email": "", "phone": "", "person_language": "fr", "category": "police",
    } | changes  # fmt: skip


@pytest.mark.parametrize("past", [False, True], ids=["from now on", "the past too"])
def test_correcting_asks_about_past_sessions(participant, person, past):
    fields = corrected(category="judge", person_language="ar", phone="06 61 22 33 44", past="on" if past else "")
    assert participant.post("/fr/my-data/correct/", fields).headers["location"] == "/fr/my-data/"
    person.refresh_from_db()
    assert (person.category, person.phone, person.user.language) == ("judge", "+212661223344", "ar")
    kept = {"judge"} if past else {"police"}
    assert set(Registration.objects.values_list("category", flat=True)) == kept
    assert set(Enrolment.objects.values_list("category", flat=True)) == kept


@pytest.mark.parametrize(
    ("changes", "field"),
    [({"full_name": ""}, "full_name"), ({"email": "salma"}, "email"), ({"phone": "12"}, "phone"),
     ({"category": "king"}, "category")],
)  # fmt: skip
def test_a_wrong_correction_changes_nothing(participant, person, changes, field):
    response = participant.post("/fr/my-data/correct/", corrected() | changes)
    assert list(response.context["form"].errors) == [field]
    person.refresh_from_db()
    assert person.email == "salma@example.org"


def test_a_region_of_another_country_stays(participant, person):
    Person.objects.update(person_region="ES-MD")
    assert participant.post("/fr/my-data/correct/", corrected(person_region="ES-MD")).status_code == 302
    assert Person.objects.get().person_region == "ES-MD"


@pytest.mark.parametrize("secret", ["2468", "٢٤٦٨"], ids=["Western digits", "Arabic digits"])
def test_deleting_asks_for_the_pin_once(participant, person, secret):
    wrong = participant.post("/fr/my-data/delete/", {"secret": "0000"})
    assert list(wrong.context["form"].errors) == ["secret"]
    assert Person.objects.get().full_name == "Salma Exemple"
    assert participant.post("/fr/my-data/delete/", {"secret": secret}).headers["location"] == "/fr/my-data/deleted/"
    assert Person.objects.get().erased_at is not None
    assert "_auth_user_id" not in participant.session
    assert participant.get("/fr/my-data/deleted/").status_code == 200


def test_guessing_the_pin_is_slowed_down(participant, person):
    for pin in range(1000, 1000 + TRIES):
        participant.post("/fr/my-data/delete/", {"secret": str(pin)})
    response = participant.post("/en/my-data/delete/", {"secret": "2468"})  # the right one, too late
    assert response.context["form"].non_field_errors() == ["Too many tries. Wait a quarter of an hour, then try again."]
    assert Person.objects.get().erased_at is None


def test_other_phones_are_signed_out_by_a_deletion(participant, person, own_ngo):
    other_phone = TenantClient(own_ngo)
    other_phone.force_login(person.user)
    erase_person(person=person)
    assert other_phone.get("/fr/my-data/").headers["location"] == "/fr/sign-in/?next=/fr/my-data/"


def test_staff_see_their_account_and_do_not_delete_it(sign_in, own_ngo):
    client = sign_in(own_ngo, Role.TRAINER)
    assert list(client.get("/fr/my-data/my-data.json").json()) == ["account"]
    user = User.objects.get(username="trainer")
    Person.objects.create(full_name="Nadia Exemple", user=user, uuid=uuid.uuid4())
    assert "/fr/my-data/delete/" not in client.get("/fr/my-data/").content.decode()
    assert client.post("/fr/my-data/delete/", {"secret": "x"}).headers["location"] == "/fr/my-data/"
    assert Person.objects.get().erased_at is None
