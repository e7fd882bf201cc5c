"""docs/roles.md says of every route and method who may: every route has its line, and each line is tried as every
role, as nobody, as a participant, and as the stranger NGO's same role, with its session and with its ids."""

from collections.abc import Iterator
from http import HTTPStatus
from itertools import count

import pytest
from django.http import HttpResponse

from accounts.roles import ROLES_OF, Role
from tests.support.addresses import PARAMETER, fill
from tests.support.clients import TenantClient
from tests.support.furnished.network import STANDING
from tools.routes import (
    ANYONE,
    LINK,
    NO_ONE,
    NOBODY,
    PARTICIPANT,
    SIGNED_IN,
    TOKEN,
    URLCONFS,
    Line,
    lines_of,
    read_lines,
    routes,
    without_line,
    without_route,
)  # fmt: skip

LINES = read_lines()
TOO_LATE = 410  # of a code that is not, or no longer, of a half-day
REFUSED = {401, 403, 404, TOO_LATE}
# Wagtail's page that fails on purpose, and its way out, which leads everybody to signing in.
LEFT_OUT = {"admin/failwhale/", "admin/logout/"}
ELSEWHERE = ("/admin/", "/fr/staff/")
EVERY = 9
WHOLE = [pytest.param(False, id="part"), pytest.param(True, id="whole", marks=pytest.mark.long)]
SIGN_IN = ("/fr/sign-in/", "/admin/login/", "/fr/account/sign-in/")
AS_NGO = [NOBODY, PARTICIPANT, *map(str, ROLES_OF["ngo"])]
AS_HUB = [NOBODY, PARTICIPANT, *map(str, ROLES_OF["hub"])]
WELL_KNOWN = {"file_format", "year", "language", "kind", "name", "form", "schema", "number", "suffix", "purpose"}
# What the network has put on the shelf for every NGO; figures have the same codes everywhere.
SAME_FOR_ALL = ("admin/library/modules/", "fr/figures/evidence/<str:code>/")
ASKED_AGAIN = ("/fr/account/again/", "/fr/account/second/reauthenticate/")  # who it is, before anything is looked up


# The table and the addresses


@pytest.fixture(autouse=True)
def _sound(request: pytest.FixtureRequest) -> None:
    """Whoever asks for pages is watched; the table alone asks the database nothing."""
    if "furnished_network" in request.fixturenames:
        request.getfixturevalue("sound_statements")


def test_every_route_has_its_line_and_every_line_its_route():
    """`python -m tools.routes` writes the lines that are missing."""
    assert {"without line": without_line(LINES), "without route": without_route(LINES)} == {
        "without line": [], "without route": [],
    }  # fmt: skip


def test_no_route_has_two_lines_for_a_method():
    for host, urlconf in URLCONFS.items():
        for route in routes(urlconf):
            methods = [method for line in lines_of(route, host, LINES) for method in line.methods]
            assert len(methods) == len(set(methods)), (host, route)


def test_the_lines_name_roles_that_there_are():
    words = {ANYONE, SIGNED_IN, LINK, TOKEN, NO_ONE, PARTICIPANT, *Role}
    assert {who for line in LINES for who in line.who} - words == set()


# Each line as each role


def ask(client: TenantClient, method: str, route: str, ids: dict[str, object]) -> HttpResponse:
    """The answer at a route; `ids` may say what to post."""
    return client.ask(method, address_of(route, ids), ids.get(f"posted to {route}") if method == "POST" else None)


def is_refused(answer: HttpResponse, line: Line) -> bool:
    """Not there, not allowed, or sent to sign in; from Wagtail's pages whoever may not is sent elsewhere."""
    if answer.status_code in REFUSED:
        return True
    location = answer.headers.get("Location", "")
    return answer.status_code == 302 and (location.startswith(SIGN_IN) or (bool(line.begins) and location in ELSEWHERE))


def tried(host: str, role: str, *, whole: bool) -> Iterator[tuple[Line, str, str]]:
    """Line, route and method, of each route. Not `whole`: what refuses a role does so before it looks at the method, so
    one is tried where the role may not; and of the many of one line every ninth."""
    many = count()
    for route in routes(URLCONFS[host]):
        for line in lines_of(route, host, LINES) if route not in LEFT_OUT else ():
            if line.begins and next(many) % EVERY and not whole:
                continue
            yield from ((line, route, method) for method in line.methods[0 if whole or line.lets_in(role) else -1 :])


def address_of(route: str, ids: dict[str, object]) -> str:
    """Of a report the project too: without one the whole is meant, which is no funder's."""
    query = f"?project={ids['project']}" if route.startswith("fr/figures/reports/<") else ""
    return fill(route, ids) + query


def wrong_of(host: str, role: str, *, whole: bool) -> Iterator[str]:
    """Where a line and the answer to the role are two things."""
    place = STANDING[host]
    client, let_in = place.client(role), set()
    for line, route, method in tried(host, role, whole=whole):
        if line.begins and line.lets_in(role) and line.route in let_in:
            continue  # of many it is enough that one opens: Wagtail asks for more in places
        answer = ask(client, method, route, place.ids(role))
        refused = is_refused(answer, line)
        if not line.lets_in(role):
            if not refused and answer.status_code != HTTPStatus.METHOD_NOT_ALLOWED:  # asked before who it is: no harm
                yield f"{method} {route}: {answer.status_code}, and {role} may not"
            continue
        let_in |= set() if refused else {line.route}
        if answer.status_code >= 500 or (not line.begins and _is_shut(answer, line, refused)):
            yield f"{method} {route}: {answer.status_code} {answer.headers.get('Location', '')}, and {role} may"
        if role in line.own and not is_refused(
            theirs := ask(client, method, route, place.ids(role, foreign=True)), line
        ):
            yield f"{method} {route}: {theirs.status_code} of somebody else's, and {role} may only their own"
    shut = {line.route for line in LINES if line.begins and host in line.hosts and line.lets_in(role)} - let_in
    yield from (f"{route}: nothing of it is open to {role}" for route in sorted(shut) if whole)


def _is_shut(answer: HttpResponse, line: Line, refused: bool) -> bool:
    """Whether who may was sent away. Old addresses of signing in lead there without saying what one came for."""
    leads_on = ANYONE in line.who and answer.status_code == 302 and "next=" not in answer.headers["Location"]
    return answer.status_code == 405 or (refused and answer.status_code != TOO_LATE and not leads_on)


@pytest.mark.parametrize("whole", WHOLE)
@pytest.mark.parametrize("role", AS_NGO)
def test_each_line_of_an_ngo_is_kept(furnished_network, role, whole):
    assert list(wrong_of("NGO", role, whole=whole)) == []


@pytest.mark.parametrize("whole", WHOLE)
@pytest.mark.parametrize("role", AS_HUB)
def test_each_line_of_the_hub_is_kept(furnished_network, hub, role, whole):
    with hub:
        assert list(wrong_of("hub", role, whole=whole)) == []


# The stranger


def open_to(role: str, *, whole: bool) -> list[tuple[Line, str, str]]:
    """What a role may in an NGO and not everybody; Wagtail's own pages ask all alike."""
    return [
        (line, route, method)
        for line, route, method in tried("NGO", role, whole=True)
        if line.lets_in(role) and ANYONE not in line.who and not line.begins and (whole or method == line.methods[-1])
    ]


@pytest.mark.parametrize("whole", WHOLE)
@pytest.mark.parametrize("role", AS_NGO[1:])
def test_the_same_role_of_the_stranger_is_nobody_here(furnished_network, own_ngo, role, whole):
    """With a session of the other NGO, at our host, with our ids."""
    place, here = STANDING["NGO"], TenantClient(own_ngo, raise_request_exception=False)
    here.cookies = STANDING["other"].client(role).cookies
    let_in = [
        (method, route)
        for line, route, method in open_to(role, whole=whole)
        if LINK not in line.who and not is_refused(ask(here, method, route, place.ids(role)), line)
    ]
    assert let_in == []


@pytest.mark.parametrize("whole", WHOLE)
@pytest.mark.parametrize("role", AS_NGO[1:])
def test_the_ids_of_the_stranger_name_nothing_here(furnished_network, role, whole):
    """A session of ours, at our host, with ids, tokens and codes of the other NGO."""
    ids, client = STANDING["NGO"].ids(role) | STANDING["other"].ids(role), STANDING["NGO"].client(role)
    let_in = []
    for line, route, method in open_to(role, whole=whole):
        names = {found["name"] for found in PARAMETER.finditer(route)} - WELL_KNOWN
        if not names or route.startswith(SAME_FOR_ALL):
            continue
        answer = ask(client, method, route, ids)
        if not is_refused(answer, line) and not answer.headers.get("Location", "").startswith(ASKED_AGAIN):
            let_in.append((method, route, answer.status_code))
    assert let_in == []


@pytest.mark.parametrize(
    ("host", "route"), [(host, line.route) for line in LINES if TOKEN in line.who for host in line.hosts]
)
def test_a_program_comes_in_with_a_token_of_this_host_alone(furnished_network, host, route):
    dates = "" if PARAMETER.search(route) else "?from=2019-01-01&to=2019-12-31"  # a project has its own
    address, client = f"{fill(route, STANDING[host].own)}{dates}", STANDING[host].client(NOBODY)
    status = {
        place: client.get(address, headers={"authorization": f"Bearer {one.own['secret']}"}).status_code
        for place, one in STANDING.items()
    }
    assert status == dict.fromkeys(STANDING, 401) | {host: 200}


# What the table's own checks find


def a_table(*rows: str) -> list[Line]:
    return read_lines("\n".join(["| route | methods | host | who |", "|---|---|---|---|", *rows]))


def test_a_route_without_a_line_and_a_line_without_a_route_are_named():
    lines = [line for line in LINES if line.route != "fr/people/"] + a_table("| `fr/nowhere/` | GET | NGO | anyone |")
    assert without_line(lines) == [("NGO", "fr/people/"), ("hub", "fr/people/")]
    assert without_route(lines) == [("NGO", "fr/nowhere/")]


def test_a_line_that_cannot_be_read_is_refused():
    with pytest.raises(ValueError, match="cannot be read"):
        a_table("| `fr/people/` | GET | NGO | whoever (wants) |")


@pytest.mark.parametrize(
    ("line", "role", "wrong"),
    [
        ("`fr/people/` | GET | NGO | managers", "coordinator", []),
        ("`fr/people/` | GET | NGO | trainer", "trainer", ["GET fr/people/: 403 , and trainer may"]),
        ("`fr/people/` | GET | NGO | funder", "coordinator", ["GET fr/people/: 200, and coordinator may not"]),
        ("`fr/people/<uuid:person>/` | GET | NGO | coordinator (own)", "coordinator",
         ["GET fr/people/<uuid:person>/: 200 of somebody else's, and coordinator may only their own"]),
        ("`fr/people/keeping/` | POST | NGO | anyone", "nobody",
         ["POST fr/people/keeping/: 302 /fr/sign-in/?next=/fr/people/keeping/, and nobody may"]),
        ("`fr/people/duplicates/judge/` | GET | NGO | coordinator", "coordinator",
         ["GET fr/people/duplicates/judge/: 405 , and coordinator may"]),
    ],
)  # fmt: skip
def test_a_line_that_says_another_thing_than_the_code_is_found(furnished_network, monkeypatch, line, role, wrong):
    lines = a_table(f"| {line} |".replace("managers", "coordinator, administrator"))
    monkeypatch.setattr("tests.config.test_routes.LINES", lines)
    assert list(wrong_of("NGO", role, whole=True)) == wrong
