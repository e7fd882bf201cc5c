"""The interface for programs: scopes, pages by cursor, no name without its scope, nothing of the stranger."""

from types import SimpleNamespace

import pytest

from accounts.models import User
from impact.api import auth
from impact.api.tokens import make_token, revoke_token
from impact.counting import Period, count_tenant
from people.models import Person
from sessions.models import Registration, TrainingSession
from tests.support.clients import TenantClient
from tests.support.periods import publish

PATHS = ("indicators?from=2019-01-01&to=2019-12-31", "snapshots", "sessions", "registrations")


def program(tenant, *scopes):
    with tenant:
        _token, secret = make_token(name="x", scopes=scopes, actor=User.objects.get_or_create(username="admin")[0])
    client = TenantClient(tenant)
    return lambda path: client.get(
        f"/api/v1/{path}", headers={"authorization": f"Bearer {secret}", "accept-language": "en"}
    )


@pytest.mark.parametrize(
    ("scopes", "statuses"),
    [((), [403] * 4), (("figures",), [200, 200, 403, 403]), (("sessions",), [403, 403, 200, 200])],
    ids=str,
)
def test_scopes(own_ngo, oracle_a, scopes, statuses):
    ask = program(own_ngo, *scopes)
    assert [ask(path).status_code for path in PATHS] == statuses


def test_no_token_no_answer(client, own_ngo, other_ngo, oracle_a):
    assert [client.get(f"/api/v1/{path}").status_code for path in PATHS] == [401] * 4
    with other_ngo:
        token, secret = make_token(name="x", scopes=["figures", "sessions"], actor=User.objects.create(username="a"))
    strange = {"authorization": f"Bearer {secret}"}
    assert [client.get(f"/api/v1/{path}", headers=strange).status_code for path in PATHS] == [401] * 4
    there = TenantClient(other_ngo)
    assert there.get("/api/v1/sessions", headers=strange).json() == {"results": [], "next": None}
    with other_ngo:
        revoke_token(token=token)
    assert there.get("/api/v1/sessions", headers=strange).status_code == 401


def test_figures_are_those_of_the_count(own_ngo, oracle_a):
    answer = program(own_ngo, "figures")("indicators?from=2019-01-01&to=2019-12-31&by=region").json()
    counted = count_tenant(Period.year(2019), "region")
    assert (answer["indicators"], answer["by"]) == (counted["indicators"], counted["by"])


@pytest.mark.parametrize(
    ("query", "status"),
    [
        ("from=2019-01-01", 422), ("from=2019-01-01&to=x", 422), ("from=2019-02-01&to=2019-01-01", 400),
        ("from=2019-01-01&to=2019-01-02&by=password", 400),
    ],
)  # fmt: skip
def test_a_bad_question_is_answered_with_what_is_wrong(own_ngo, query, status):
    answer = program(own_ngo, "figures")(f"indicators?{query}")
    assert answer.status_code == status
    assert answer.json()["detail"]


@pytest.mark.parametrize(
    ("query", "words"),
    [
        ("indicators?to=2019-12-31", "“from” is missing."),
        ("indicators?from=2019-01-01&to=x", "“to” is not a date. Write it as 2019-12-31."),
        ("indicators?from=1900-01-01&to=9999-12-31", "Write a year from 1990 to 2100."),
        ("snapshots?limit=many", "“limit” is not a whole number."),
        ("nothing", "There is nothing at this address. The page /api/v1/docs lists every address."),
    ],
)
def test_what_is_wrong_is_told_in_words(own_ngo, query, words):
    assert program(own_ngo, "figures")(query).json() == {"detail": words}


def test_the_words_are_in_the_language_asked_for(client, own_ngo):
    told = client.get("/api/v1/sessions", headers={"accept-language": "fr"}).json()["detail"]
    assert told.startswith("Il manque un jeton valable.")


def test_a_token_that_asks_too_often_waits_and_others_do_not(own_ngo, monkeypatch):
    monkeypatch.setattr(auth, "ALLOWED", 2)
    monkeypatch.setattr(auth, "time", SimpleNamespace(time=lambda: 1_000_000_030.0))  # no minute ends meanwhile
    ask, other = program(own_ngo, "sessions"), program(own_ngo, "sessions")
    answers = [ask("sessions") for _ in range(3)]
    assert [answer.status_code for answer in answers] == [200, 200, 429]
    seconds = answers[2].headers["Retry-After"]
    assert answers[2].json() == {"detail": f"Too many questions in a minute. Ask again in {seconds} seconds."}
    assert 0 < int(seconds) <= 60
    assert other("sessions").status_code == 200


def test_sessions_between_two_days(own_ngo, oracle_a):
    ask = program(own_ngo, "sessions")
    days = {slot.date for slot in TrainingSession.objects.get(ref="S1").slots.all()}
    found = ask(f"sessions?from={min(days)}&to={max(days)}").json()["results"]
    assert "S1" in {entry["ref"] for entry in found}
    assert ask("sessions?from=2020-01-01").json()["results"] == []


def test_snapshots_hide_small_cells(own_ngo, oracle_a):
    snapshot = publish()
    (entry,) = program(own_ngo, "figures")("snapshots").json()["results"]
    assert (entry["digest"], entry["number"]) == (snapshot.digest, 0)
    assert entry["indicators"]["REACH"]["value"] == 6
    assert entry["by"]["category_group"]["unknown"] == {"ATT": None, "REACH": None}


def test_pages_follow_one_another(own_ngo, oracle_a):
    ask = program(own_ngo, "sessions")
    found, cursor = [], ""
    while cursor is not None:
        page = ask(f"sessions?limit=2&cursor={cursor}").json()
        found += [entry["ref"] for entry in page["results"]]
        cursor = page["next"]
    assert found == list(TrainingSession.objects.order_by("pk").values_list("ref", flat=True))
    assert ask("sessions?cursor=nonsense").status_code == 400


def test_names_need_their_scope(own_ngo, oracle_a):
    session = TrainingSession.objects.get(ref="S2")
    Registration.objects.get_or_create(session=session, person=Person.objects.get(ref="P1"))
    path = f"registrations?session={session.uuid}"
    without, with_names = program(own_ngo, "sessions")(path), program(own_ngo, "sessions", "names")(path)
    assert {entry["name"] for entry in without.json()["results"]} == {None}
    assert Person.objects.get(ref="P1").full_name in {entry["name"] for entry in with_names.json()["results"]}


def test_the_page_describes_every_address_without_script(client, own_ngo):
    page = client.get("/api/v1/docs")
    html = page.content.decode()
    assert [f"GET /api/v1/{path.split('?')[0]}" in html for path in PATHS] == [True] * 4
    assert client.get("/api/v1/openapi.json").json()["info"]["version"] == "1"
