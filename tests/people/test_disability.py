"""Disability as the person declares it: off until the NGO asks, a consent of its own, in no list and no log."""

import json
import logging

import pytest
from django.core.exceptions import ValidationError

from accounts.models import User
from accounts.roles import Role
from courses.models import Enrolment
from impact.aggregates import verifying
from impact.counting import Selection, count_tenant
from people.disability import ask, declare, has_declared, take_back
from people.erasure import erase_person
from people.merging import merge_people
from people.models import DisabilityConsent, Person, RecordChange
from sessions.models import Registration
from sessions.records.actions import import_rows
from tests.reference.rows import attendance, person, session, slot, workbook
from tests.support.changes import YEAR
from tests.support.sessions import a_user


@pytest.fixture
def asking(own_ngo):
    ask(asked=True, actor=a_user())


@pytest.fixture
def eight(own_ngo):
    """Eight people in a session of 2019."""
    names = [f"P{number}" for number in range(8)]
    import_rows(tenant=own_ngo, rows=workbook(
        people=[person(name) for name in names], sessions=[session("S")], slots=[slot("S", 1, "2019-05-06")],
        attendance=[attendance("S", 1, name) for name in names],
    ))  # fmt: skip
    return list(Person.objects.order_by("pk"))


def cells(by="disability", selection=None):
    return {name: cell["REACH"] for name, cell in count_tenant(YEAR, by, selection or Selection())["by"][by].items()}


def test_nobody_is_asked_until_the_ngo_turns_it_on(own_ngo, eight, sign_in):
    with pytest.raises(ValidationError):
        declare(person=eight[0], value="yes")
    client = sign_in(own_ngo, Role.ADMINISTRATOR)
    assert client.get(f"/en/people/{eight[0].uuid}/disability/").status_code == 404
    assert "disability" not in client.get("/en/figures/?year=2019").content.decode()
    client.post("/en/people/disability/", {"asked": "on"})
    assert client.get(f"/en/people/{eight[0].uuid}/disability/").status_code == 200
    assert 'name="disability"' in client.get("/en/figures/?year=2019").content.decode()


def test_it_counts_by_an_axis_of_its_own(eight, asking):
    assert cells() == {"unknown": 8}
    for who, value in ((eight[0], "yes"), (eight[1], "no"), (eight[2], "yes")):
        declare(person=who, value=value, past=True)
    assert cells() == {"no": 1, "yes": 2, "unknown": 5}
    assert cells("sex,disability") == {"unknown|no": 1, "unknown|yes": 2, "unknown|unknown": 5}
    assert count_tenant(YEAR, "disability")["definition_version"] == 2
    chosen = count_tenant(YEAR, None, Selection({"disability": "yes"}))["indicators"]
    assert (chosen["REACH"]["value"], chosen["ATT"]["value"]) == (2, 2)
    assert verifying.verify() == []


def test_what_is_said_now_is_not_said_of_then_unless_they_say_so(eight, asking):
    declare(person=eight[0], value="yes")
    assert cells() == {"unknown": 8}
    assert Registration.objects.get(person=eight[0]).disability == ""
    declare(person=eight[0], value="yes", past=True)
    assert Registration.objects.get(person=eight[0]).disability == "yes"
    assert DisabilityConsent.objects.count() == 1


def test_taken_back_it_is_unknown_everywhere(eight, asking):
    declare(person=eight[0], value="yes", past=True)
    take_back(person=eight[0])
    eight[0].refresh_from_db()
    assert (eight[0].disability, cells(), has_declared(eight[0])) == ("", {"unknown": 8}, False)
    assert DisabilityConsent.objects.get().withdrawn_at
    declare(person=eight[0], value="no")
    assert DisabilityConsent.objects.count() == 2


def test_of_merged_records_it_is_the_human_s(eight, asking):
    declare(person=eight[0], value="yes")
    merge_people(kept=eight[1], absorbed=eight[0], actor=a_user())
    assert has_declared(Person.objects.get(pk=eight[1].pk))
    take_back(person=Person.objects.get(pk=eight[1].pk))
    assert set(Person.objects.values_list("disability", flat=True)) == {""}


def test_it_goes_with_the_person(eight, asking):
    declare(person=eight[0], value="yes", past=True)
    erase_person(person=eight[0], actor=a_user())
    assert not DisabilityConsent.objects.exists()
    assert cells() == {"unknown": 8}


def test_it_is_in_no_history_no_list_and_no_log(own_ngo, eight, asking, sign_in, caplog):
    caplog.set_level(logging.DEBUG)
    client = sign_in(own_ngo, Role.ADMINISTRATOR)
    path = f"/en/people/{eight[0].uuid}/disability/"
    refused = client.post(path, {"value": "yes"}).content.decode()
    assert "This field is required." in refused
    noted = RecordChange.objects.count()
    assert client.post(path, {"value": "yes", "agrees": "on", "past": "on"}).status_code == 302
    assert Person.objects.get(pk=eight[0].pk).disability == "yes"
    assert DisabilityConsent.objects.get().on_paper
    assert RecordChange.objects.count() == noted
    assert "disability=yes" not in caplog.text
    assert "'yes'" not in caplog.text
    history = client.get(f"/en/people/{eight[0].uuid}/").content.decode()
    assert "Disability, as the person declares it" in history
    assert ">Yes<" not in history
    client.post(path, {"take-back": "1"})
    assert Person.objects.get(pk=eight[0].pk).disability == ""


def test_a_participant_says_it_themself_and_reads_it_in_my_data(own_ngo, eight, asking, sign_in):
    client = sign_in(own_ngo)
    user = User.objects.get(username="somebody")
    Person.objects.filter(pk=eight[0].pk).update(user=user)
    assert "/en/my-data/disability/" in client.get("/en/my-data/", follow=True).content.decode()
    client.post("/en/my-data/disability/", {"value": "no", "agrees": "on"})
    data = json.loads(client.get("/en/my-data/my-data.json").content)
    assert data["disability"][0]["value"] == "no"


def test_the_stranger_s_record_is_not_found(other_ngo, eight, asking, sign_in):
    with other_ngo:
        ask(asked=True, actor=a_user())
    stranger = sign_in(other_ngo, Role.COORDINATOR)
    assert stranger.get(f"/en/people/{eight[0].uuid}/disability/").status_code == 404
    assert sign_in(other_ngo, Role.TRAINER).get("/en/people/disability/").status_code == 403


def test_courses_keep_it_as_sessions_do(eight, asking):
    declare(person=eight[0], value="yes")
    assert "disability" in Enrolment(**Person.objects.get(pk=eight[0].pk).copied()).copied()


@pytest.mark.parametrize(("axis", "value", "reached"), [("audience", "professional", 8), ("audience", "public", 0),
                                                        ("phase", "unknown", 8)])  # fmt: skip
def test_audience_and_phase_choose_sessions(eight, axis, value, reached):
    assert count_tenant(YEAR, None, Selection({axis: value}))["indicators"]["REACH"]["value"] == reached
