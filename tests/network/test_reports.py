"""The network's report: the sums of what its NGOs have published, in every form, for its coordinator alone."""

import csv
import datetime
import io

import pypdfium2
import pytest
from django.utils import translation

from accounts.roles import Role
from impact.publishing import make_report, open_period
from sessions.records.actions import import_rows
from tests.reference.rows import attendance, person, session, slot, workbook
from tests.support.periods import publish

YEAR = (datetime.date(2019, 1, 1), datetime.date(2019, 12, 31))


def publish_year():
    return publish(open_period(start=YEAR[0], end=YEAR[1]))


@pytest.fixture
def published(hub, own_ngo, other_ngo):
    """Thirty people of ours, twenty of the other's, ten of them the same by their mail addresses."""
    for tenant, people in ((own_ngo, range(30)), (other_ngo, range(20, 40))):
        with tenant:
            names = [f"P{number}" for number in people]
            import_rows(tenant=tenant, rows=workbook(
                people=[person(name, email=f"{name.lower()}@example.org") for name in names],
                sessions=[session("S")], slots=[slot("S", 1, "2019-05-06")],
                attendance=[attendance("S", 1, name) for name in names],
            ))  # fmt: skip
            publish_year()
    with hub:
        return publish_year()


PUBLICATIONS = "/en/network/publications/"


def test_publications_are_ordered_taken_and_for_the_network_alone(sign_in, hub, own_ngo, published):
    with own_ngo:
        import_rows(tenant=own_ngo, rows=workbook(
            people=[person("NEW")], sessions=[session("S2")], slots=[slot("S2", 1, "2019-06-03")],
            attendance=[attendance("S2", 1, "NEW")],
        ))  # fmt: skip
        publish_year()
    with hub:
        publish_year()
    client = sign_in(hub, Role.NETWORK_COORDINATOR)
    usual = [one.label for one in client.get(PUBLICATIONS).context["list"].page]
    assert usual == ["R1", ""]
    for order in ("period", "published"):
        turned = client.get(PUBLICATIONS, {"order": order}).context["list"].page
        assert [one.label for one in turned] == ["", "R1"]
    taken = client.post(PUBLICATIONS.replace("/en/", "/fr/"), {"file": "csv"})
    lines = [line.split(";") for line in taken.content.decode("utf-8-sig").splitlines()]
    assert [line[0] for line in lines] == ["Période", "2019 · R1", "2019"]
    assert lines[2][2] == published.short_digest
    assert "publications/" in client.get("/en/network/periods/").content.decode()
    assert sign_in(hub, Role.PLATFORM_ADMINISTRATOR).get(PUBLICATIONS).status_code == 403
    assert sign_in(own_ngo, Role.ADMINISTRATOR).get(PUBLICATIONS).status_code == 404


def test_without_a_publication_it_says_where_one_is_made(sign_in, hub):
    page = sign_in(hub, Role.NETWORK_COORDINATOR).get(PUBLICATIONS).content.decode()
    assert "Nothing is published yet" in page
    assert 'href="/en/network/periods/"' in page


@pytest.mark.parametrize("form", ["pdf", "xlsx", "csv", "xml"])
def test_a_report_in_every_form(sign_in, hub, published, form):
    client = sign_in(hub, Role.NETWORK_COORDINATOR)
    path = f"/en/network/reports/{published.digest}/{form}/"
    assert path in client.get(PUBLICATIONS).content.decode()
    answer = client.get(path)
    assert answer.status_code == 200
    assert answer.headers["Content-Disposition"] == (
        f'attachment; filename="report-2019-01-01-2019-12-31-en.{form}"'
    )  # fmt: skip


def test_it_says_whose_sums_they_are(sign_in, hub, own_ngo, other_ngo, published):
    content = sign_in(hub, Role.NETWORK_COORDINATOR).get(f"/en/network/reports/{published.digest}/pdf/").content
    with pypdfium2.PdfDocument(content) as document:
        text = " ".join("\n".join(page.get_textpage().get_text_range() for page in document).split())
    assert f"Counted over 2 organisations that have published this period: {own_ngo.name}; {other_ngo.name}." in text
    assert "40; the NGOs add up to 50" in text  # people reached
    assert published.digest[:12] in text


def test_what_the_network_does_not_know_is_left_out(sign_in, hub, published):
    answer = sign_in(hub, Role.NETWORK_COORDINATOR).get(f"/en/network/reports/{published.digest}/csv/")
    lines = list(csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig"))))
    numbers = {line["figure"]: line["number"] for line in lines if not line["axis"]}
    assert (numbers["ATT"], numbers["REACH"], numbers["REACH_sum"], numbers["CERT"]) == ("50", "40", "50", "0")
    assert not {"PRO_percent", "NEW", "CUM", "ONLINE"} & set(numbers)
    assert {line["figure"] for line in lines if line["axis"]} == {"ATT"}  # unique people by an axis nobody knows


@pytest.mark.parametrize("role", [Role.PLATFORM_ADMINISTRATOR, Role.TRAINER])
def test_it_is_the_network_coordinator_s(sign_in, hub, published, role):
    path = f"/fr/network/reports/{published.digest}/pdf/"
    assert sign_in(hub, role).get(path).status_code == 403
    assert sign_in(hub, Role.NETWORK_COORDINATOR).get("/fr/network/reports/abc/pdf/").status_code == 404


def test_an_ngo_s_host_has_no_such_page(sign_in, own_ngo, published):
    path = f"/fr/network/reports/{published.digest}/pdf/"
    assert sign_in(own_ngo, Role.COORDINATOR).get(path).status_code == 404


def test_one_page_alone_is_marked_as_the_present_one(sign_in, hub, published):
    client = sign_in(hub, Role.NETWORK_COORDINATOR)
    for path, label in (("", "Network figures"), ("periods/", "Periods"), ("definitions/", "Network figures")):
        links = client.get(f"/en/network/{path}").context["navigation"]
        assert [str(link["label"]) for link in links if link["current"]] == [label]


@pytest.mark.parametrize(
    ("mails", "shared", "text"),
    [(35, 3, "not shown"), (5, 3, "20 to 33"), (35, 0, "33")],
    ids=["all can be linked", "few can be linked", "nobody is shared"],
)
def test_how_few_two_ngos_share_is_not_told(sign_in, hub, own_ngo, other_ngo, mails, shared, text):
    """Twenty people of ours, thirteen of the other's, of whom `shared` are ours too; `mails` have an address."""
    for tenant, people in ((own_ngo, range(20)), (other_ngo, range(20 - shared, 33 - shared))):
        with tenant:
            import_rows(tenant=tenant, rows=workbook(
                people=[person(f"P{n}", email=f"p{n}@example.org" if abs(n - 19) < mails else None) for n in people],
                sessions=[session("S")], slots=[slot("S", 1, "2019-05-06")],
                attendance=[attendance("S", 1, f"P{n}") for n in people],
            ))  # fmt: skip
            publish_year()
    with hub:
        snapshot = publish_year()
    with translation.override("en"):
        rows = {row.code: row for row in make_report(snapshot, 5, "Wasl").figures}
    assert rows["REACH"].text == text
