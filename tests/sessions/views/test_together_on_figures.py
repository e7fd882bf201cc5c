"""Two browsers write what figures depend on: scores, and the facts of a session that is closed."""

from typing import Any

import pytest

from sessions import actions
from sessions.models import TrainingSession
from tenants.models import Tenant
from tests.support.clients import TenantClient
from tests.support.sessions import a_person, a_session, a_user, present
from tests.support.two_browsers import ME, OTHER, Page, a_coordinator, a_trainer, opened, send, stored


@pytest.fixture
def me(own_ngo: Tenant) -> TenantClient:
    return a_coordinator(own_ngo, ME)


@pytest.fixture
def other(own_ngo: Tenant) -> TenantClient:
    return a_coordinator(own_ngo, OTHER)


CLOSED_FACTS = [
    ("kind", "awareness"), ("audience", "mixed"), ("role", "contributed"), ("project", "SAVE"), ("region", "MA-09"),
    ("cycle_code", "tour"), ("pass_mark", "60"), ("language", "ar"), ("modality", "online"), ("shared_key", "k"),
    ("trainers", []),
]  # fmt: skip


@pytest.mark.parametrize(("name", "value"), CLOSED_FACTS, ids=lambda value: str(value))
def test_a_closed_session_is_not_counted_otherwise_before_it_is_opened_again(
    me: TenantClient, own_ngo: Tenant, name: str, value: Any
) -> None:
    amina = a_person()
    session = a_session(people=[amina], trainers=[a_trainer("Youssef")], title="First steps")
    present(session.slots.get(), amina)
    actions.close_session(session=session, actor=a_user())
    before = stored(session)
    response = send(me, session, opened(me, session) | {name: value, "title": "Second"})
    (said,) = response.context["form"].non_field_errors()
    assert said.endswith("Open it again first, with a reason.")
    assert stored(session) == before
    actions.reopen_session(session=session, reason="A slip", actor=a_user())
    assert send(me, session, opened(me, session) | {name: value}).redirect_chain
    assert stored(session) != before or name not in ("kind", "cycle_code", "trainers")


def test_scores_that_two_write_at_once(me: TenantClient, other: TenantClient, own_ngo: Tenant) -> None:
    """The page of whoever saves last says nothing of what the first wrote: that stays."""
    amina, bilal = a_person("Amina"), a_person("Bilal")
    session = a_session(people=[amina, bilal])
    url = f"/en/sessions/{session.uuid}/tests/"
    mine, theirs = (Page(client.get(url).content.decode()).data for client in (me, other))
    other.post(url, theirs | {f"pre-{amina.uuid}": "12", f"post-{amina.uuid}": "15"})
    response = me.post(url, mine | {f"pre-{bilal.uuid}": "9", f"post-{amina.uuid}": "16"})
    assert list(response.context["form"].errors) == [f"post-{amina.uuid}"]
    assert scores(session) == [("Amina", "post", 15), ("Amina", "pre", 12)]
    me.post(url, Page(response.content.decode()).data)
    assert scores(session) == [("Amina", "post", 16), ("Amina", "pre", 12), ("Bilal", "pre", 9)]


def test_another_maximum_is_asked_for_before_scores_are_read_by_it(
    me: TenantClient, other: TenantClient, own_ngo: Tenant
) -> None:
    amina = a_person("Amina")
    session = a_session(people=[amina])
    url = f"/en/sessions/{session.uuid}/tests/"
    mine, theirs = (Page(client.get(url).content.decode()).data for client in (me, other))
    other.post(url, theirs | {"maximum": "40", f"pre-{amina.uuid}": "12"})
    response = me.post(url, mine | {f"post-{amina.uuid}": "15"})
    assert list(response.context["form"].errors) == ["maximum"]
    assert scores(session) == [("Amina", "pre", 12)]


def scores(session: TrainingSession) -> list[tuple[str, str, int]]:
    return sorted(session.test_scores.values_list("person__full_name", "kind", "score"))
