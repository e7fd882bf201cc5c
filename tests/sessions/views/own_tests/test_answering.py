"""The tests before and after a session on the participants' phones: answered once, graded, never another's."""

import uuid
from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db.models import ProtectedError
from django.urls import reverse
from django.utils import timezone, translation

from accounts.roles import Role
from courses.models import Exercise, Question
from people.models import Person
from sessions import actions
from sessions.actions.scores import Score, record_scores, submit_test
from sessions.models import Registration, TestScore, TrainingSession
from sessions.pre_post_tests.gains import session_gain
from sessions.pre_post_tests.phone_tests import draw_test
from sessions.rsvp_links import answer_path
from tenants.models import Tenant
from tests.support.clients import TenantClient
from tests.support.courses import question, texts
from tests.support.exercises import right_answer
from tests.support.own_tests import address, answers, scores
from tests.support.sessions import a_person, a_session, a_user


@pytest.fixture
def bank(own_ngo: Tenant) -> Exercise:
    """Two questions of each parallel form."""
    bank = Exercise(**texts("heading", "Banque"), kind="bank")
    bank.questions = [question(f"{form}{n}", 0) for form in "AB" for n in (0, 1)]
    for place, made in enumerate(bank.questions.all()):
        made.form, made.sort_order = "AABB"[place], place
    bank.save()
    return bank


def test_both_tests_are_answered_once_and_make_a_pair(own: TenantClient, session: TrainingSession) -> None:
    page = own.get(reverse("sessions:registered", args=[session.uuid]))
    assert [(test.kind, test.is_open) for test in page.context["tests"]] == [("pre", True), ("post", True)]
    sent = answers(own, address(session, "pre"), wrong=2)
    first = own.post(address(session, "pre"), sent)
    assert first.url == reverse("sessions:registered", args=[session.uuid])
    own.post(address(session, "pre"), sent)  # a double tap
    assert own.get(address(session, "pre")).status_code == 302
    own.post(address(session, "post"), answers(own, address(session, "post")))
    maximum = scores()[0][2]
    assert scores() == [("pre", maximum - 2, maximum, "phone"), ("post", maximum, maximum, "phone")]
    gain = session_gain(session)
    assert (gain["pairs"], gain["of"], gain["improved"], gain["post_percent"]) == (1, 1, 1, 100)


def submit(session: TrainingSession, person: Person, exercise: Exercise, *, right: bool = True) -> TestScore:
    questions = list(exercise.questions.all())
    given = {asked.pk: right_answer(asked) for asked in questions} if right else {}
    return submit_test(session=session, person=person, kind="pre", questions=questions, given=given, at=timezone.now())


def test_the_first_answers_count(session: TrainingSession, amina: Person, exercise: Exercise) -> None:
    first = submit(session, amina, exercise, right=False)
    assert first.score < first.maximum
    assert submit(session, amina, exercise) == first
    TrainingSession.objects.update(state="held", closed_at=timezone.now())
    assert submit(session, amina, exercise) == first  # what is sent again is no new answer
    assert TestScore.objects.get().score == first.score


@pytest.mark.parametrize(
    ("case", "why"),
    [
        ("closed", "This session is closed. Open it again, with a reason, before you change attendance."),
        ("runs it", "Amina Benali: whoever runs a session is never counted in it. Leave this name out."),
        ("cancelled", "This test is not open now."),
        ("empty", "This exercise has no question yet."),
    ],
)
def test_what_is_answered_meanwhile_is_looked_at_as_things_are_now(
    session: TrainingSession, amina: Person, exercise: Exercise, case: str, why: str
) -> None:
    """The page was open: the session was closed or cancelled since, the person runs it, the questions are gone."""
    if case == "closed":
        TrainingSession.objects.update(state="held", closed_at=timezone.now())
    elif case == "cancelled":
        TrainingSession.objects.update(state="cancelled")
    elif case == "runs it":
        session.trainers.add(amina.user)
    else:
        exercise = Exercise(**texts("heading", "Vide"), kind="pre")
        exercise.save()
    with translation.override("en"), pytest.raises(ValidationError) as refusal:
        submit(session, amina, exercise)
    assert refusal.value.messages == [why]
    assert scores() == []


def test_the_answers_are_the_same_in_every_language(own: TenantClient, session: TrainingSession) -> None:
    sent = answers(own, address(session, "pre"))
    own.post(address(session, "pre").replace("/en/", "/ar/").replace("/fr/", "/ar/"), sent)
    assert [score == maximum for _kind, score, maximum, _source in scores()] == [True]


def test_what_is_left_out_is_said_and_nothing_is_kept(own: TenantClient, session: TrainingSession) -> None:
    sent = answers(own, address(session, "pre"))
    response = own.post(address(session, "pre"), {"asked": sent["asked"]})
    assert response.status_code == 200
    assert len(response.context["form"].errors) > 1
    assert scores() == []


@pytest.mark.parametrize("asked", ["", "nonsense", "post"])
def test_what_was_not_asked_here_is_asked_anew(own: TenantClient, session: TrainingSession, asked: str) -> None:
    sent = answers(own, address(session, "pre"))
    if asked == "post":
        asked = own.get(address(session, "post")).context["form"]["asked"].value()
    assert own.post(address(session, "pre"), sent | {"asked": asked}).status_code == 200
    assert scores() == []


def test_a_bank_does_not_tell_what_editors_wrote_for_each_other(
    own: TenantClient, amina: Person, bank: Exercise, exercise: Exercise
) -> None:
    for given, is_told in ((bank, False), (exercise, True)):
        given.intro_fr = "Pour les formateurs"
        given.save()
        session = a_session(title=given.kind, people=[amina], pre_test=given)
        html = own.get(address(session, "pre").replace("/en/", "/fr/")).content.decode()
        assert ("Pour les formateurs" in html) == is_told


def test_the_secret_address_needs_no_account(own_ngo: Tenant, exercise: Exercise, client: TenantClient) -> None:
    bilal = a_person("Bilal")
    session = a_session(people=[bilal], pre_test=exercise)
    url = f"{answer_path(Registration.objects.get(person=bilal))}test/pre/"
    client.post(url, answers(client, url))
    assert list(TestScore.objects.values_list("person", "session", "source")) == [(bilal.pk, session.pk, "phone")]


@pytest.mark.parametrize("state", ["waiting", "invited", "declined"])
def test_only_those_with_a_place_are_asked(own: TenantClient, session: TrainingSession, state: str) -> None:
    Registration.objects.update(status=state)
    assert own.get(address(session, "pre")).status_code == 404
    assert own.get(reverse("sessions:registered", args=[session.uuid])).context["tests"] == []


def test_nobody_else_finds_it(
    own_ngo: Tenant, other_ngo: Tenant, session: TrainingSession, sign_in: Callable[..., TenantClient],
    client: TenantClient,
) -> None:  # fmt: skip
    assert client.get(address(session, "pre")).status_code == 302
    for tenant in (own_ngo, other_ngo):
        assert sign_in(tenant).get(address(session, "pre")).status_code == 404
    assert sign_in(own_ngo, Role.COORDINATOR).get(address(session, "nonsense")).status_code == 404
    token = answer_path(Registration.objects.get())
    assert TenantClient(other_ngo).get(f"{token}test/pre/").status_code == 404


def test_a_bank_gives_each_the_other_form_afterwards(bank: Exercise, own_ngo: Tenant) -> None:
    session = a_session(people=[a_person(f"P{number}") for number in range(4)], pre_test=bank, post_test=bank)
    begun = set()
    for row in session.registrations.all():
        forms = [{asked.form for asked in draw_test(bank, row, kind).questions} for kind in ("pre", "post")]
        assert sorted(map(sorted, forms)) == [["A"], ["B"]]
        begun |= forms[0]
        again = draw_test(bank, row, "pre")
        assert [one.pk for one in again.questions] == [one.pk for one in draw_test(bank, row, "pre").questions]
    assert begun == {"A", "B"}


def test_an_exercise_draws_from_its_bank(bank: Exercise, exercise: Exercise, amina: Person) -> None:
    exercise.bank, exercise.drawn, exercise.drawn_form = bank, 1, "B"
    exercise.save()
    row = a_session(people=[amina], pre_test=exercise).registrations.get()
    asked = draw_test(exercise, row, "pre").questions
    assert [one.exercise_id for one in asked] == [exercise.pk] * 7 + [bank.pk]
    assert asked[-1].form == "B"


def test_paper_stands_beside_the_phone(
    own: TenantClient, own_ngo: Tenant, amina: Person, session: TrainingSession, sign_in: Callable[..., TenantClient]
) -> None:
    bilal = a_person("Bilal")
    actions.register_person(session=session, person=bilal, actor=a_user())
    own.post(address(session, "pre"), answers(own, address(session, "pre"), wrong=1))
    maximum = TestScore.objects.get().maximum
    coordinator, url = sign_in(own_ngo, Role.COORDINATOR), reverse("sessions:tests", args=[session.uuid])
    fields = coordinator.get(url).context["form"].fields
    assert f"pre-{amina.uuid}" not in fields
    assert fields["maximum"].initial == 20
    paper = {"maximum": "30", f"pre-{amina.uuid}": "1", f"post-{amina.uuid}": "20", f"pre-{bilal.uuid}": "9"}
    coordinator.post(url, paper)
    assert scores() == [
        ("pre", maximum - 1, maximum, "phone"), ("post", 20, 30, "paper"), ("pre", 9, 30, "paper"),
    ]  # fmt: skip
    assert coordinator.get(url).context["form"].fields["maximum"].initial == "30"
    assert coordinator.get(url).context["qr"]
    scored = [Score(amina, kind, None) for kind in ("pre", "post")]
    assert record_scores(session=session, maximum=Decimal(30), scores=scored, actor=a_user()) == 1
    assert [kind for kind, *_more in scores()] == ["pre", "pre"]


def test_a_coordinator_names_the_tests(
    own_ngo: Tenant, exercise: Exercise, bank: Exercise, sign_in: Callable[..., TenantClient]
) -> None:
    coordinator = sign_in(own_ngo, Role.COORDINATOR)
    Exercise(**texts("heading", "Un cas"), kind="simulation").save()
    Exercise(**texts("heading", "Brouillon"), kind="post", live=False).save()
    form = coordinator.get(reverse("sessions:new")).context["form"]
    assert sorted(form.fields["pre_test"].queryset.values_list("pk", flat=True)) == sorted([exercise.pk, bank.pk])
    data: dict[str, Any] = {
        "uuid": str(uuid.uuid4()), "title": "Une session", "kind": "training", "audience": "mixed",
        "role": "organised", "pre_test": exercise.pk, "post_test": bank.pk, "half_days-TOTAL_FORMS": 1,
        "half_days-INITIAL_FORMS": 0, "half_days-0-date": timezone.localdate().isoformat(),
        "half_days-0-part": "morning", "half_days-0-minutes": 210, "cycle_kind": "repeated",
    }  # fmt: skip
    assert coordinator.post(reverse("sessions:new"), data).status_code == 302
    made = TrainingSession.objects.get()
    assert (made.pre_test, made.post_test) == (exercise, bank)
    with pytest.raises(ProtectedError):  # it is archived instead (courses.admin)
        exercise.delete()
    made.refresh_from_db()
    assert made.pre_test == exercise
    assert Question.objects.filter(exercise=bank).count() == 4
