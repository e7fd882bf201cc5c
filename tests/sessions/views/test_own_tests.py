"""The tests before and after a session on the participants' phones: when, once, graded, never another's."""

import datetime
import uuid
from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db.models import ProtectedError
from django.urls import reverse
from django.utils import timezone, translation

from accounts.models import User
from accounts.roles import Role
from courses.models import Exercise, Question
from courses.quiz.selection import sign
from people.consent import give_consent
from people.models import Person
from sessions import actions
from sessions.actions import HalfDay
from sessions.actions.scores import Score, record_scores, submit_test
from sessions.models import Registration, TestScore, TrainingSession
from sessions.pre_post_tests.gains import session_gain
from sessions.pre_post_tests.phone_tests import draw_test, own_tests, salt_of_test
from sessions.rsvp_links import answer_path
from tenants.models import Tenant
from tests.support.clients import TenantClient
from tests.support.courses import question, texts
from tests.support.exercises import one_of_each, posted, right_answer
from tests.support.sessions import a_person, a_session, a_user, present, today


@pytest.fixture
def bank(own_ngo: Tenant) -> Exercise:
    """Two questions of each parallel form."""
    bank = Exercise(**texts("heading", "Banque"), kind="bank")
    bank.questions = [question(f"{form}{n}", 0) for form in "AB" for n in (0, 1)]
    for place, made in enumerate(bank.questions.all()):
        made.form, made.sort_order = "AABB"[place], place
    bank.save()
    return bank


@pytest.fixture
def exercise(own_ngo: Tenant) -> Exercise:
    """A question of every kind."""
    exercise = Exercise(**texts("heading", "Avant et après"), kind="pre")
    exercise.questions = one_of_each()
    exercise.save()
    return exercise


@pytest.fixture
def amina(own_ngo: Tenant) -> Person:
    person = a_person(user=User.objects.create_user(username="amina", password="1234"))
    give_consent(person=person)
    return person


@pytest.fixture
def own(own_ngo: Tenant, amina: Person) -> TenantClient:
    client = TenantClient(own_ngo)
    client.force_login(amina.user)
    return client


@pytest.fixture
def session(amina: Person, exercise: Exercise) -> TrainingSession:
    """One half-day, today: both tests are open."""
    return a_session(people=[amina], pre_test=exercise, post_test=exercise)


def address(session: TrainingSession, kind: str) -> str:
    return reverse("sessions:registered_test", args=[session.uuid, kind])


def answers(client: TenantClient, url: str, *, wrong: int = 0) -> dict[str, str]:
    """What the browser sends: all right but for the first so many questions."""
    form = client.get(url).context["form"]
    data = {"asked": form["asked"].value()}
    for place, asked in enumerate(form.drawn.questions):
        given = right_answer(asked)
        if place < wrong:
            given = [str(next(choice.key for choice in asked.choices.all() if not choice.correct))]
        data |= posted(asked, given)
    return data


def scores() -> list[tuple[str, Decimal, Decimal, str]]:
    return list(TestScore.objects.order_by("pk").values_list("kind", "score", "maximum", "source"))


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


@pytest.mark.parametrize(
    ("first", "last", "kinds"),
    [(3, 5, ["pre"]), (0, 2, ["pre"]), (-1, 1, []), (-2, 0, ["post"]), (-9, -7, ["post"])],
    ids=["before", "first day", "between", "last day", "afterwards"],
)
def test_each_has_its_time(
    own: TenantClient, amina: Person, exercise: Exercise, first: int, last: int, kinds: list[str]
) -> None:
    days = [HalfDay(today(day), "morning", 210) for day in (first, last)]
    session = a_session(*days, people=[amina], pre_test=exercise, post_test=exercise)
    assert [kind for kind in ("pre", "post") if own.get(address(session, kind)).status_code == 200] == kinds


@pytest.mark.parametrize(
    ("first", "last", "clock", "kinds"),
    [
        (0, 0, "08:00", ["pre"]), (0, 0, "12:59", ["pre"]), (0, 0, "13:00", []), (0, 0, "14:00", ["post"]),
        (-1, 0, "10:00", []), (0, 1, "16:00", []), (0, 1, "12:00", ["pre"]),
    ],
    ids=["before", "in the morning", "at noon", "afternoon", "last morning", "first afternoon", "first morning"],
)  # fmt: skip
def test_hours_say_when(amina: Person, exercise: Exercise, first: int, last: int, clock: str, kinds: list[str]) -> None:
    days = [
        HalfDay(today(first), "morning", 210, starts_at=datetime.time(9, 30)),
        HalfDay(today(last), "afternoon", 180, starts_at=datetime.time(14)),
    ]
    session = a_session(*days, people=[amina], pre_test=exercise, post_test=exercise)
    now = timezone.make_aware(datetime.datetime.combine(today(), datetime.time.fromisoformat(clock)))
    open_ones = [test for test in own_tests(session, amina.pk, list(session.slots.all()), now) if test.is_open]
    assert [test.kind for test in open_ones] == kinds


def test_what_a_phone_kept_in_time_is_taken_later(own: TenantClient, amina: Person, exercise: Exercise) -> None:
    night = HalfDay(today(), "morning", 1, starts_at=datetime.time(0, 0))
    session = a_session(night, people=[amina], pre_test=exercise)
    url, later = address(session, "pre"), int(timezone.now().timestamp() * 1000)
    headers = {"X-Wasl-Outbox": "1", "X-Wasl-Now": str(later)}
    drawn = draw_test(exercise, row := session.registrations.get(), "pre")
    sent = {"asked": sign(drawn, salt_of_test(exercise, row, "pre"))}
    for asked in drawn.questions:
        sent |= posted(asked, right_answer(asked))
    own.post(url, sent, headers=headers | {"X-Wasl-At": str(later)})
    assert scores() == []
    own.post(url, sent, headers=headers | {"X-Wasl-At": str(later - 24 * 3600 * 1000)})
    assert [kind for kind, *_more in scores()] == ["pre"]


def test_a_bank_does_not_tell_what_editors_wrote_for_each_other(
    own: TenantClient, amina: Person, bank: Exercise, exercise: Exercise
) -> None:
    for given, is_told in ((bank, False), (exercise, True)):
        given.intro_fr = "Pour les formateurs"
        given.save()
        session = a_session(title=given.kind, people=[amina], pre_test=given)
        html = own.get(address(session, "pre").replace("/en/", "/fr/")).content.decode()
        assert ("Pour les formateurs" in html) == is_told


def test_the_test_before_is_over_once_the_other_is_done(own: TenantClient, session: TrainingSession) -> None:
    sent = answers(own, address(session, "pre"))
    own.post(address(session, "post"), answers(own, address(session, "post")))
    own.post(address(session, "pre"), sent)
    assert [kind for kind, *_more in scores()] == ["post"]


def test_a_closed_session_takes_no_more(own: TenantClient, amina: Person, session: TrainingSession) -> None:
    sent = answers(own, address(session, "post"))
    present(session.slots.get(), amina)
    actions.close_session(session=session, actor=a_user())
    assert own.post(address(session, "post"), sent).status_code == 302
    assert scores() == []


def test_a_phone_may_send_it_later(own: TenantClient, session: TrainingSession) -> None:
    sent = answers(own, address(session, "pre"))
    headers = {"X-Wasl-Outbox": "1"}
    responses = [own.post(address(session, "pre"), sent, headers=headers) for _time in range(2)]
    assert [response.status_code for response in responses] == [200, 200]
    assert len(scores()) == 1


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
