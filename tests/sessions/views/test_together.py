"""Two browsers edit one session: what each changed is kept, what both changed is asked, nothing written is lost."""

import datetime
from collections.abc import Callable
from html.parser import HTMLParser
from typing import Any

import pytest
from django.urls import reverse

from accounts.models import User
from accounts.roles import Role, give_role
from network.models import Project
from sessions import actions
from sessions.actions import HalfDay
from sessions.models import TrainingSession
from tenants.models import Tenant
from tests.support.clients import TenantClient
from tests.support.sessions import a_person, a_session, a_user, present, today

ME, OTHER = "Salma Idrissi", "Karim Alaoui"


class Page(HTMLParser):
    """What a browser would send of the first form of a page with a title field."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.data: dict[str, Any] = {}
        self.select, self.radios = "", set()
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = {name: value or "" for name, value in attrs}
        name, value = found.get("name", ""), found.get("value", "")
        if tag == "select":
            self.select = name
            self.data.setdefault(name, "")
        elif tag == "option" and self.select and "selected" in found:
            self.data[self.select] = value
        elif tag == "input" and name and found.get("type") in ("checkbox", "radio"):
            if found["type"] == "radio":
                self.radios.add(name)
            if "checked" in found:
                self.data.setdefault(name, []).append(value or "on")
        elif tag == "input" and name and name != "csrfmiddlewaretoken":
            self.data[name] = value

    def handle_endtag(self, tag: str) -> None:
        if tag == "select":
            self.select = ""


def a_coordinator(ngo: Tenant, name: str) -> TenantClient:
    first, _space, last = name.partition(" ")
    user = User.objects.create_user(username=last.lower(), first_name=first, last_name=last)
    give_role(user, Role.COORDINATOR)
    client = TenantClient(ngo)
    client.force_login(user)
    return client


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


def a_trainer(name: str) -> User:
    user = User.objects.get_or_create(username=name.lower(), defaults={"first_name": name})[0]
    give_role(user, Role.TRAINER)
    return user


def opened(client: TenantClient, session: TrainingSession) -> dict[str, Any]:
    """The form as the browser holds it."""
    return Page(client.get(f"/en/sessions/{session.uuid}/edit/").content.decode()).data


def send(client: TenantClient, session: TrainingSession, data: dict[str, Any]) -> Any:
    return client.post(f"/en/sessions/{session.uuid}/edit/", data, follow=True)


def stored(session: TrainingSession) -> dict[str, Any]:
    fresh = TrainingSession.objects.get(pk=session.pk)
    half_days = fresh.slots.values_list("number", "date", "part", "minutes", "starts_at")
    return {
        "title": fresh.title, "city": fresh.city, "kind": fresh.kind, "public": fresh.is_public,
        "trainers": sorted(fresh.trainers.values_list("first_name", flat=True)), "half_days": list(half_days),
        "cycle": fresh.cycle.code if fresh.cycle else "",
    }  # fmt: skip


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
