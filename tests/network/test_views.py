"""The network's page: sums over the NGOs, for the network's people only, without a name."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from django.utils.html import strip_tags

from accounts.roles import Role
from core.codes import CODE_LISTS_VERSION
from impact.counting import Period, count_network, count_tenant
from network.actions import roll_up_network
from network.models import RolledUpFigures
from sessions.records.actions import import_rows
from tenants.models import Tenant
from tests.reference import oracles
from tests.reference.rows import attendance, person, session, slot, workbook
from tests.support.clients import TenantClient


@pytest.fixture
def rolled_up(hub, own_ngo, other_ngo):
    rows, _checks = oracles.oracle_a()
    for tenant in (own_ngo, other_ngo):
        import_rows(rows=rows, tenant=tenant)
    roll_up_network(years=[2019])


def test_sums_of_what_may_be_summed(sign_in, hub, rolled_up):
    response = sign_in(hub, Role.NETWORK_COORDINATOR).get("/fr/network/")
    assert response.context["figures"]["ATT"]["value"] == 16
    table = [[cell.value for cell in row] for row in response.context["table"].rows]
    assert [row[1:] for row in table] == [["2", "17", "8", "20", "6"]] * 2 + [["4", "34", "16", "40", "12"]]


def test_each_tenant_is_counted_once(hub, own_ngo, other_ngo):
    with CaptureQueriesContext(connection) as captured:
        roll_up_network(years=[2019])
    counts = [query for query in captured.captured_queries if "opening AS" in query["sql"]]
    # figures with all cells, joint sessions, people reached and trained
    assert len(counts) == 4 * Tenant.objects.count()


def test_what_is_kept_is_the_count_and_the_version_of_the_code_lists(hub, own_ngo, rolled_up):
    kept = {row.scope: row.figures for row in RolledUpFigures.objects.all()}
    version, period = {"code_lists_version": CODE_LISTS_VERSION}, Period.year(2019)
    assert kept["tenant:own_ngo"] == count_tenant(period) | version
    tenants = Tenant.objects.order_by("schema_name")
    by = {axis: count_network(tenants, period, axis)["by"][axis] for axis in ("region", "month", "category")}
    assert kept["network"] == count_network(tenants, period) | {"by": by} | version


def test_only_the_year_shown_is_loaded(sign_in, hub, rolled_up):
    roll_up_network(years=[2018])
    response = sign_in(hub, Role.NETWORK_COORDINATOR).get("/fr/network/?year=2018")
    this_year = timezone.localdate().year
    assert response.context["years"] == [this_year, this_year - 1, 2019, 2018]  # a new year is counted from here
    assert response.context["figures"]["ATT"]["value"] == 0


def test_no_name_reaches_the_public_schema(rolled_up):
    kept = str(list(RolledUpFigures.objects.values_list("figures", flat=True)))
    assert "Person" not in kept


def test_unique_people_are_shown_with_their_range_and_never_as_a_sum(sign_in, hub, rolled_up):
    text = " ".join(strip_tags(sign_in(hub, Role.NETWORK_COORDINATOR).get("/en/network/").content.decode()).split())
    assert "10 people trained 5 to 10; the NGOs add up to 10" in text


def test_rolling_up_again_replaces(sign_in, hub, rolled_up):
    before = RolledUpFigures.objects.count()
    client = sign_in(hub, Role.NETWORK_COORDINATOR)
    assert client.post("/fr/network/2019/refresh/").headers["location"] == "/fr/network/?year=2019"
    assert RolledUpFigures.objects.count() == before


def test_an_empty_network_says_what_to_do(sign_in, hub):
    assert 'class="empty"' in sign_in(hub, Role.NETWORK_COORDINATOR).get("/fr/network/").content.decode()


@pytest.mark.parametrize("role", [Role.PLATFORM_ADMINISTRATOR, Role.COORDINATOR], ids=str)
def test_others_of_the_hub_are_refused(sign_in, hub, role):
    assert sign_in(hub, role).get("/fr/network/").status_code == 403


def test_an_ngo_has_no_network_page(sign_in, own_ngo):
    client = sign_in(own_ngo, Role.NETWORK_COORDINATOR)
    assert client.get("/fr/network/").status_code == 404
    assert TenantClient(own_ngo).post("/fr/network/2019/refresh/").status_code == 404


def test_the_hub_has_no_sessions_of_an_ngo(sign_in, hub):
    client = sign_in(hub, Role.NETWORK_COORDINATOR)
    assert [client.get(path).status_code for path in ("/fr/sessions/", "/fr/figures/")] == [404, 404]


def test_small_counts_of_an_ngo_are_hidden_with_company(sign_in, hub, own_ngo, other_ngo):
    """Three attendances in one NGO: theirs is hidden, and the other's, or the total would tell it."""
    for tenant, count in ((own_ngo, 3), (other_ngo, 9)):
        refs = [f"P{n}" for n in range(count)]
        import_rows(tenant=tenant, rows=workbook(
            people=[person(ref) for ref in refs], sessions=[session("S", region="MA-09")],
            slots=[slot("S", 1, "2019-05-06")], attendance=[attendance("S", 1, ref) for ref in refs],
        ))  # fmt: skip
    roll_up_network(years=[2019])
    context = sign_in(hub, Role.NETWORK_COORDINATOR).get("/en/network/").context
    table = [[cell.value for cell in row] for row in context["table"].rows]
    assert [row[1:] for row in table] == [
        ["1", "3", "not shown", "not shown", "not shown"], ["1", "3", "not shown", "not shown", "not shown"],
        ["2", "6", "12", "12", "12"],
    ]  # fmt: skip


def test_the_year_before_stands_beside_and_every_number_is_defined(sign_in, hub, rolled_up):
    roll_up_network(years=[2020])
    client = sign_in(hub, Role.NETWORK_COORDINATOR)
    page = client.get("/en/network/?year=2020")
    changes = {str(card.meaning): card.change for card in page.context["cards"]}
    assert changes["attendances"] == "16 fewer than in 2019 (16)"
    defined = client.get("/en/network/definitions/").content.decode()
    for card in page.context["cards"]:
        assert f'id="{card.code}"' in defined
