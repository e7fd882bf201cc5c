"""Two browsers edit one session: what each changed is kept, what both changed is asked, nothing written is lost."""

import datetime
from collections.abc import Callable

import pytest
from django.urls import reverse

from accounts.roles import Role
from network.models import Project
from sessions.actions import HalfDay
from sessions.models import TrainingSession
from tenants.models import Tenant
from tests.support.clients import TenantClient
from tests.support.sessions import a_session, today
from tests.support.two_browsers import ME, OTHER, Page, a_coordinator, a_trainer, opened, send, stored


@pytest.fixture
def me(own_ngo: Tenant) -> TenantClient:
    return a_coordinator(own_ngo, ME)


@pytest.fixture
def other(own_ngo: Tenant) -> TenantClient:
    return a_coordinator(own_ngo, OTHER)


@pytest.fixture
def session(own_ngo: Tenant) -> TrainingSession:
    half_days = [HalfDay(today(3), "morning", 210), HalfDay(today(4), "morning", 210, starts_at=datetime.time(9))]
    return a_session(*half_days, title="First steps", city="Agadir", trainers=[a_trainer("Youssef")])


def test_each_changes_another_fact_and_both_are_kept(
    me: TenantClient, other: TenantClient, session: TrainingSession
) -> None:
    nadia = a_trainer("Nadia")
    mine, theirs = opened(me, session), opened(other, session)
    theirs |= {"title": "Second steps", "trainers": [str(nadia.pk)], "half_days-0-minutes": "180", "is_public": "on"}
    assert send(other, session, theirs).redirect_chain
    mine |= {"city": "Tiznit", "half_days-0-part": "afternoon", "cycle_code": "tour", "is_public": []}
    response = send(me, session, mine)
    assert stored(session) == {
        "title": "Second steps", "city": "Tiznit", "kind": "training", "public": True, "trainers": ["Nadia"],
        "half_days": [(1, today(3), "afternoon", 180, None), (2, today(4), "morning", 210, datetime.time(9))],
        "cycle": "tour",
    }  # fmt: skip
    said = [str(message) for message in response.context["messages"]]
    assert said[0] == "The session is saved."
    assert said[1].startswith(f"Somebody else saved it while you wrote, and both are kept. {OTHER}, at ")
    assert "Title, listed on the public page of sessions, trainers, half-days" in said[1]
    assert [(str(change.by), change.kind, change.fields) for change in session.changes.filter(kind="edited")] == [
        (OTHER, "edited", ["title", "is_public", "trainers", "half_days"]),
        (ME, "edited", ["city", "cycle", "half_days"]),
    ]


def test_trainers_added_by_one_and_taken_off_by_the_other(
    me: TenantClient, other: TenantClient, session: TrainingSession
) -> None:
    nadia, youssef = a_trainer("Nadia"), a_trainer("Youssef")
    mine, theirs = opened(me, session), opened(other, session)
    send(other, session, theirs | {"trainers": []})
    send(me, session, mine | {"trainers": [str(youssef.pk), str(nadia.pk)]})
    assert stored(session)["trainers"] == ["Nadia"]


@pytest.mark.parametrize(("answer", "title"), [("theirs", "Their title"), ("mine", "My title")], ids=str)
def test_what_both_changed_is_asked_with_both_values(
    me: TenantClient, other: TenantClient, session: TrainingSession, answer: str, title: str
) -> None:
    mine, theirs = opened(me, session), opened(other, session)
    send(other, session, theirs | {"title": "Their title", "kind": "awareness"})
    response = send(me, session, mine | {"title": "My title", "city": "Tiznit"})
    assert (response.redirect_chain, stored(session)["title"], stored(session)["city"]) == ([], "Their title", "Agadir")
    page = response.content.decode()
    assert f"{OTHER}, at " in page
    assert [(q.label, q.theirs, q.mine, q.chosen) for q in response.context["form"].questions] == [
        ("Title", "Their title", "My title", "")
    ]
    again = Page(page)
    assert again.radios >= {"keep-title"}
    assert (again.data["title"], again.data["city"], again.data["kind"]) == ("My title", "Tiznit", "awareness")
    unanswered = send(me, session, again.data)
    assert unanswered.context["form"].non_field_errors() == ["Title: say which of the two is kept."]
    assert stored(session)["title"] == "Their title"
    send(me, session, Page(unanswered.content.decode()).data | {"keep-title": answer})
    assert [stored(session)[name] for name in ("title", "city", "kind")] == [title, "Tiznit", "awareness"]


def test_a_third_save_while_one_answers_is_seen_too(
    me: TenantClient, other: TenantClient, session: TrainingSession
) -> None:
    mine, theirs = opened(me, session), opened(other, session)
    send(other, session, theirs | {"title": "Their title"})
    asked = Page(send(me, session, mine | {"title": "My title"}).content.decode()).data
    send(other, session, opened(other, session) | {"title": "Their second", "city": "Tata"})
    response = send(me, session, asked | {"keep-title": "mine"})
    assert [(q.theirs, q.mine) for q in response.context["form"].questions] == [("Their second", "My title")]
    send(me, session, Page(response.content.decode()).data | {"keep-title": "mine"})
    assert [stored(session)[name] for name in ("title", "city")] == ["My title", "Tata"]


@pytest.mark.parametrize(("answer", "minutes"), [("theirs", 100), ("mine", 150)], ids=str)
def test_a_half_day_that_both_changed_is_asked(
    me: TenantClient, other: TenantClient, session: TrainingSession, answer: str, minutes: int
) -> None:
    mine, theirs = opened(me, session), opened(other, session)
    send(other, session, theirs | {"half_days-1-minutes": "100"})
    response = send(me, session, mine | {"half_days-1-minutes": "150"})
    (question,) = response.context["form"].questions
    assert (question.label, question.theirs[-7:], question.mine[-7:]) == ("Half-day 2", "100 min", "150 min")
    send(me, session, Page(response.content.decode()).data | {"keep-half_days-2": answer})
    assert [half_day[3] for half_day in stored(session)["half_days"]] == [210, minutes]


def test_a_half_day_one_removed_and_the_other_changed_is_not_lost(
    me: TenantClient, other: TenantClient, session: TrainingSession
) -> None:
    mine, theirs = opened(me, session), opened(other, session)
    send(other, session, theirs | {"half_days-1-remove": "on"})
    response = send(me, session, mine | {"half_days-1-minutes": "150"})
    assert "stands below as a new one" in response.content.decode()
    send(me, session, Page(response.content.decode()).data)
    assert [half_day[3] for half_day in stored(session)["half_days"]] == [210, 150]


def test_a_half_day_one_changed_and_the_other_removed_is_shown_again(
    me: TenantClient, other: TenantClient, session: TrainingSession
) -> None:
    mine, theirs = opened(me, session), opened(other, session)
    send(other, session, theirs | {"half_days-1-minutes": "150"})
    response = send(me, session, mine | {"half_days-1-remove": "on"})
    assert "Tick it again if it has to go." in response.content.decode()
    assert len(stored(session)["half_days"]) == 2
    again = Page(response.content.decode()).data
    assert (again["half_days-1-minutes"], "half_days-1-remove" in again) == ("150", False)
    send(me, session, again | {"half_days-1-remove": "on"})
    assert len(stored(session)["half_days"]) == 1


def test_half_days_that_both_add(me: TenantClient, other: TenantClient, session: TrainingSession) -> None:
    """Just alike they are one, as from a form sent twice; at the same time otherwise they are shown side by side."""
    mine, theirs = opened(me, session), opened(other, session)
    added = {"half_days-2-date": today(5).isoformat(), "half_days-2-part": "morning", "half_days-2-minutes": "90"}
    for _time in range(2):
        assert send(other, session, theirs | added).redirect_chain  # saved, and nothing asked
    assert [half_day[3] for half_day in stored(session)["half_days"]] == [210, 210, 90]
    response = send(me, session, mine | added | {"half_days-2-minutes": "60"})
    page = Page(response.content.decode()).data
    assert "Two half-days are now at the same time" in response.content.decode()
    assert [page[f"half_days-{index}-minutes"] for index in range(4)] == ["210", "210", "90", "60"]
    twice = send(me, session, page)
    assert "This half-day is given twice." in twice.content.decode()
    send(me, session, Page(twice.content.decode()).data | {"half_days-3-part": "evening"})
    assert [half_day[3] for half_day in stored(session)["half_days"]] == [210, 210, 90, 60]


def test_moved_meanwhile_and_given_another_room(
    me: TenantClient, other: TenantClient, session: TrainingSession
) -> None:
    mine = opened(me, session)
    other.post(
        reverse("sessions:postpone", args=[session.uuid]), {"first_day": today(9).isoformat(), "reason": "Strike"}
    )
    response = send(me, session, mine | {"venue": "Room 4"})
    assert [half_day[1] for half_day in stored(session)["half_days"]] == [today(9), today(10)]
    assert TrainingSession.objects.get().venue == "Room 4"
    assert "Moved to another day" in str(list(response.context["messages"])[1])


@pytest.mark.parametrize("seen", ["", "nonsense", None], ids=["empty", "altered", "missing"])
def test_a_form_that_does_not_say_what_it_was_opened_with_is_asked_about_all(
    me: TenantClient, session: TrainingSession, seen: str | None
) -> None:
    data = opened(me, session) | {"title": "Mine", "seen": seen}
    if seen is None:
        del data["seen"]
    response = send(me, session, data)
    assert [question.name for question in response.context["form"].questions] == ["title"]
    assert stored(session)["title"] == "First steps"
    send(me, session, Page(response.content.decode()).data | {"keep-title": "mine"})
    assert stored(session)["title"] == "Mine"


def test_more_rows_in_between_forget_nothing(me: TenantClient, other: TenantClient, session: TrainingSession) -> None:
    mine, theirs = opened(me, session), opened(other, session)
    send(other, session, theirs | {"title": "Their title"})
    page = me.post(f"/en/sessions/{session.uuid}/edit/more-half-days/", mine | {"city": "Tiznit"}).content.decode()
    send(me, session, Page(page).data)
    assert [stored(session)[name] for name in ("title", "city")] == ["Their title", "Tiznit"]


def test_projects_are_asked_about_by_their_titles(
    me: TenantClient, other: TenantClient, session: TrainingSession, own_ngo: Tenant
) -> None:
    for code in ("A", "B"):
        day = today()
        project = Project.objects.create(code=code, title_en=f"Title {code}", starts=day, ends=day)
        project.partners.create(tenant=own_ngo.uuid, name="Us", joined=day)
    mine, theirs = opened(me, session), opened(other, session)
    send(other, session, theirs | {"project": "A"})
    (question,) = send(me, session, mine | {"project": "B"}).context["form"].questions
    assert (question.theirs, question.mine) == ("\u2068Title A\u2069 · A", "\u2068Title B\u2069 · B")


def test_the_stranger_sees_none_of_it(
    session: TrainingSession, other_ngo: Tenant, sign_in: Callable[..., TenantClient], me: TenantClient
) -> None:
    data = opened(me, session)
    assert sign_in(other_ngo, Role.COORDINATOR).post(f"/en/sessions/{session.uuid}/edit/", data).status_code == 404
