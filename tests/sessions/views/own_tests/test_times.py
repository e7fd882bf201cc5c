"""When the tests before and after a session may be answered, and what a phone sends later."""

import datetime

import pytest
from django.utils import timezone

from courses.models import Exercise
from courses.quiz.selection import sign
from people.models import Person
from sessions import actions
from sessions.actions import HalfDay
from sessions.models import TrainingSession
from sessions.pre_post_tests.phone_tests import draw_test, own_tests, salt_of_test
from tests.support.clients import TenantClient
from tests.support.exercises import posted, right_answer
from tests.support.own_tests import address, answers, scores
from tests.support.sessions import a_session, a_user, present, today


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
