"""Hours given: a half-day is credited to those who ran it."""

import pytest
from django.core.exceptions import ValidationError
from django.utils import translation

from accounts.roles import Role
from sessions.actions import HalfDay
from sessions.actions.runners import set_runners
from sessions.models import Change, TrainingSession
from sessions.querysets import trainer_minutes
from tests.support.sessions import a_session, a_user, today


@pytest.fixture
def trainers(own_ngo, make_user):
    return [make_user(own_ngo, Role.TRAINER, name) for name in ("driss", "hind")]


@pytest.fixture
def session(trainers):
    """A held session of yesterday: a morning of 210 minutes, an afternoon of 120."""
    made = a_session(
        HalfDay(today(-1), "morning", 210), HalfDay(today(-1), "afternoon", 120), trainers=trainers,
    )  # fmt: skip
    TrainingSession.objects.filter(pk=made.pk).update(state="held")
    return made


def address(session):
    return f"/en/sessions/{session.uuid}/run-by/"


def hours():
    return {str(user): given for user, *given in trainer_minutes(today(-1).year)}


def test_who_ran_what_is_credited_with_it_alone(session, trainers, sign_in, own_ngo):
    assert hours() == {"driss": [1, 2, 330], "hind": [1, 2, 330]}
    driss, hind = (user.pk for user in trainers)
    client = sign_in(own_ngo, Role.COORDINATOR)
    page = client.get(address(session)).content.decode()
    assert page.count("checked") == 4
    assert client.post(address(session), {"slot_1": [driss], "slot_2": [driss, hind]}).status_code == 302
    assert hours() == {"driss": [1, 2, 330], "hind": [1, 1, 120]}
    assert [change.fields for change in session.changes.filter(kind=Change.Kind.EDITED)] == [["run_by"]]
    assert client.get(address(session)).content.decode().count("checked") == 3


@pytest.mark.parametrize(
    ("number", "users", "why"),
    [
        (1, [], "Tick at least one trainer for each half-day."),
        (3, ["driss"], "The half-days or trainers were changed meanwhile. Load the page again."),
        (1, ["driss", "salma"], "The half-days or trainers were changed meanwhile. Load the page again."),
    ],
    ids=["nobody", "no such half-day", "no trainer of the session"],
)
def test_who_ran_it_is_somebody_of_the_session(session, number, users, why):
    with translation.override("en"), pytest.raises(ValidationError) as refusal:
        set_runners(session=session, runners={number: [a_user(name) for name in users]}, actor=a_user())
    assert refusal.value.messages == [why]
    assert (hours(), session.changes.count()) == ({"driss": [1, 2, 330], "hind": [1, 2, 330]}, 0)


def test_saved_as_it_was_it_leaves_no_trace(session, trainers, sign_in, own_ngo):
    everybody = [user.pk for user in trainers]
    client = sign_in(own_ngo, Role.COORDINATOR)
    assert client.post(address(session), {"slot_1": everybody, "slot_2": everybody}).status_code == 302
    assert not session.changes.filter(kind=Change.Kind.EDITED).exists()


def test_a_trainer_taken_off_the_session_ran_nothing_of_it(session, trainers, sign_in, own_ngo):
    client = sign_in(own_ngo, Role.COORDINATOR)
    client.post(address(session), {"slot_1": [trainers[0].pk], "slot_2": [trainers[1].pk]})
    session.trainers.remove(trainers[0])
    assert hours() == {"hind": [1, 2, 330]}


@pytest.mark.parametrize(
    "sent", [{"slot_1": []}, {"slot_1": ["999999"]}, {"slot_1": ["x"]}], ids=["none", "foreign", "odd"]
)
def test_a_half_day_that_nobody_ran_is_refused(session, trainers, sign_in, own_ngo, sent):
    answer = sign_in(own_ngo, Role.COORDINATOR).post(address(session), sent | {"slot_2": [trainers[0].pk]})
    assert (answer.status_code, sorted(answer.context["form"].errors)) == (422, ["slot_1"])
    assert hours() == {"driss": [1, 2, 330], "hind": [1, 2, 330]}


@pytest.mark.parametrize("role", [Role.TRAINER, Role.FUNDER, Role.REVIEWER])
def test_it_is_the_coordinator_who_says_so(session, sign_in, own_ngo, role):
    assert sign_in(own_ngo, role).get(address(session)).status_code == 403


def test_a_stranger_finds_nothing(session, sign_in, other_ngo):
    assert sign_in(other_ngo, Role.COORDINATOR).get(address(session)).status_code == 404
    with other_ngo:
        assert trainer_minutes(today(-1).year) == []
