"""What participants said of a session is read in steps of five answers, so that none is told by subtraction."""

import itertools
import random
from collections import Counter
from collections.abc import Callable, Iterator

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import translation

from accounts.roles import Role
from people.models import Person
from sessions.actions.feedback import give_feedback
from sessions.models import QUESTIONS, Feedback, TrainingSession
from tenants.models import Tenant
from tests.support.clients import TenantClient
from tests.support.sessions import a_person, a_session


@pytest.fixture(autouse=True)
def _in_english(own_ngo: Tenant) -> Iterator[None]:
    with translation.override("en"):
        yield


def said(session: TrainingSession, mark: int, person: Person | None) -> None:
    assert give_feedback(session=session, person=person, marks=dict.fromkeys(QUESTIONS, mark))


def people(number: int) -> list[Person]:
    return [a_person(f"Person {index}") for index in range(number)]


def read(client: TenantClient, session: TrainingSession) -> list[list[str]]:
    """The cells of the page of results; none where nothing is shown."""
    context = client.get(reverse("sessions:feedback_results", args=[session.uuid])).context
    return [[str(cell.value) for cell in row] for row in context["table"].rows] if "table" in context else []


def test_a_page_read_after_each_answer_moves_by_five_only(
    own_ngo: Tenant, sign_in: Callable[..., TenantClient]
) -> None:
    session, coordinator = a_session(state="held"), sign_in(own_ngo, Role.COORDINATOR)
    pages = []
    for person, mark in zip(people(11), (1, 5, 5, 5, 5, 1, 2, 3, 4, 5, 1), strict=True):
        said(session, mark, person)
        page = read(coordinator, session)
        pages.append(page[0][1:3] if page else [])
    assert pages == [[]] * 4 + [["4.2", "4 (80 %)"]] * 5 + [["3.6", "5 (50 %)"]] * 2


def test_who_types_four_from_paper_does_not_learn_the_fifth(
    own_ngo: Tenant, sign_in: Callable[..., TenantClient]
) -> None:
    session, coordinator = a_session(state="held"), sign_in(own_ngo, Role.COORDINATOR)
    said(session, 1, a_person())
    for _sheet in range(4):
        said(session, 5, None)
    assert read(coordinator, session) == []
    said(session, 5, None)
    assert read(coordinator, session)[0][1:3] == ["5", "5 (100 %)"]


def test_one_session_tells_nothing_of_another(
    own_ngo: Tenant, other_ngo: Tenant, sign_in: Callable[..., TenantClient]
) -> None:
    first, second, coordinator = a_session(state="held"), a_session(state="held"), sign_in(own_ngo, Role.COORDINATOR)
    for session, number in ((first, 4), (second, 3)):
        for person in people(number):
            said(session, 5, person)
    assert (read(coordinator, first), read(coordinator, second)) == ([], [])
    stranger = sign_in(other_ngo, Role.COORDINATOR)
    assert stranger.get(reverse("sessions:feedback_results", args=[first.uuid])).status_code == 404


@pytest.mark.parametrize("seed", range(6))
def test_whatever_comes_in_whatever_order_two_readings_differ_by_whole_steps(own_ngo: Tenant, seed: int) -> None:
    """Nobody who reads after each answer, and knows every answer from paper, finds fewer than five others at once."""
    session, chance = a_session(state="held"), random.Random(seed)  # noqa: S311  a lot, not a secret
    answers = [(chance.randint(1, 5), chance.random() < seed / 5) for _answer in range(23)]
    readings: list[Counter[tuple[int, bool]]] = []
    for sent, (mark, from_paper) in enumerate(answers, start=1):
        said(session, mark, None if from_paper else a_person())
        shown = Feedback.objects.filter(session=session, step__isnull=False)
        readings.append(Counter(shown.values_list("useful", "from_paper")))
        assert sent - shown.count() <= 8  # four of each wait at most
    phones = [sum(number for (_mark, from_paper), number in seen.items() if not from_paper) for seen in readings]
    assert {number % 5 for number in phones} <= {0}
    for before, after in itertools.pairwise(readings):
        assert not before - after  # what was shown once stays as it was
        assert (after - before).total() in (0, 5)


def test_the_page_asks_the_same_whatever_it_shows(own_ngo: Tenant, sign_in: Callable[..., TenantClient]) -> None:
    session, coordinator = a_session(state="held"), sign_in(own_ngo, Role.COORDINATOR)
    url, asked = reverse("sessions:feedback_results", args=[session.uuid]), []
    for number in (1, 29):
        for person in people(number):
            said(session, 3, person)
        coordinator.get(url)
        with CaptureQueriesContext(connection) as queries:
            coordinator.get(url)
        asked.append(len(queries))
    assert asked[0] == asked[1]
