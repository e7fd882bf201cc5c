"""What the network published does not drift when a partner leaves, nor tells what was hidden (decision 0025)."""

import pypdfium2
import pytest
from django.utils import translation

from accounts.roles import Role
from impact.publishing import find_drift, make_report, open_period
from network.actions import roll_up_network
from network.models import KeptCount, RolledUpFigures
from tests.support.leaving import YEAR, bring, come, leave
from tests.support.periods import publish

# What the network publishes


@pytest.fixture
def published(network, hub):
    for tenant in network:
        with tenant:
            publish()
    with hub:
        return publish(open_period(start=YEAR.start, end=YEAR.end))


def test_what_the_network_published_does_not_drift(published, network, hub):
    leave(network[1])
    with hub:
        assert not find_drift(published).has_changed


def test_a_restatement_takes_the_partner_s_last_part(published, network, hub):
    own, other = network
    leave(other)
    bring(own, range(100, 130), ref="late")
    with own:
        publish()
    with hub:
        restated = publish(published.period)
    figures = restated.data["indicators"]
    assert (restated.label, figures["ATT"]["value"], figures["REACH"]["sum"]) == ("R1", 83, 80)
    assert (figures["REACH"]["value"], figures["REACH"]["low"], figures["REACH"]["high"]) == (None, 40, 70)
    with translation.override("en"), hub:
        report = {row.code: row for row in make_report(restated, 5, "Wasl").figures}
    assert report["REACH"].text == "40 to 70"
    assert [member["scope"] for member in restated.data["members"]] == ["tenant:own_ngo", f"left:{other.uuid}"]


def test_a_hidden_number_stays_untold_once_nobody_can_count_it(hub, own_ngo, other_ngo):
    for tenant, people in ((own_ngo, [0, 1]), (other_ngo, [1, 2])):
        bring(tenant, people)
        with tenant:
            publish()
    with hub:
        first = publish(open_period(start=YEAR.start, end=YEAR.end))
    assert "|REACH" in first.data["hidden"]["5"]
    leave(other_ngo)
    bring(own_ngo, range(100, 120), ref="late")
    with own_ngo:
        publish()
    with hub:
        restated = publish(first.period)
        report = {row.code: row for row in make_report(restated, 5, "Wasl").figures}
    assert restated.data["indicators"]["REACH"]["value"] is None
    assert "|REACH" in restated.data["hidden"]["5"]
    assert (report["REACH"].value, report["REACH"].text) == (None, "non affiché")


def test_it_may_publish_a_period_that_a_partner_published_before_it_left(network, hub):
    for tenant in network:
        with tenant:
            publish()
    leave(network[1])
    with hub:
        first = publish(open_period(start=YEAR.start, end=YEAR.end))
    assert first.data["indicators"]["REACH"]["value"] == 40


def test_the_report_names_it_as_it_was(sign_in, published, network, hub):
    own, other = network
    leave(other)
    come("other_ngo")
    content = sign_in(hub, Role.NETWORK_COORDINATOR).get(f"/en/network/reports/{published.digest}/pdf/").content
    with pypdfium2.PdfDocument(content) as document:
        text = " ".join("\n".join(page.get_textpage().get_text_range() for page in document).split())
    assert f"{own.name}; {other.name}." in text


# The network's page


def test_its_row_stays_on_the_network_s_page(sign_in, network, hub):
    roll_up_network(years=[2019])
    leave(network[1])
    client = sign_in(hub, Role.NETWORK_COORDINATOR)
    roll_up_network(years=[2019])
    table = [[cell.value for cell in row] for row in client.get("/en/network/?year=2019").context["table"].rows]
    assert [row[:2] for row in table] == [
        [network[0].name, "1"], [f"{network[1].name} (has left)", "2"], ["The network", "2"],
    ]  # fmt: skip


def test_a_year_that_cannot_be_counted_any_more_stands_as_it_was(sign_in, network, hub):
    roll_up_network(years=[2019])
    before = RolledUpFigures.objects.get(scope="network").figures
    leave(network[1])
    KeptCount.objects.all().delete()
    page = sign_in(hub, Role.NETWORK_COORDINATOR).post("/en/network/2019/refresh/", follow=True)
    assert "cannot be counted anew" in page.content.decode()
    assert RolledUpFigures.objects.get(scope="network").figures == before
