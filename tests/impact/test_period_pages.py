"""Periods on pages: from the NGO to the hub and back, what was refused, restated, opened by mistake."""

import pytest
from django.utils import timezone

from accounts.models import User
from accounts.roles import Role
from impact.counting import Period
from impact.models import ReportingPeriod, Snapshot
from impact.publishing import accept_period, open_period, return_period, submit_period
from tests.support.answering import text_of
from tests.support.periods import merge_and_late_sheet, publish

YEAR = Period.year(2019)


def test_the_way_of_a_period_over_both_hosts(sign_in, hub, own_ngo, other_ngo, oracle_a):
    ngo, network = sign_in(own_ngo, Role.COORDINATOR), sign_in(hub, Role.NETWORK_COORDINATOR)
    ngo.post("/en/figures/periods/", {"start": "2019-01-01", "end": "2019-12-31"})
    period = ReportingPeriod.objects.get()
    ngo.post(f"/en/figures/periods/{period.pk}/submit/")
    listed = network.get("/en/network/periods/").context["list"].page.object_list
    assert [(entry.tenant.schema_name, entry.period.state) for entry in listed] == [("own_ngo", "submitted")]
    shown = text_of(network.get(f"/en/network/periods/own_ngo/{period.pk}/"))
    assert "Attendances 8" in shown
    assert "P5" not in shown
    network.post(f"/en/network/periods/own_ngo/{period.pk}/send-back/", {"note": "Look at May"})
    assert "Look at May" in ngo.get(f"/en/figures/periods/{period.pk}/").content.decode()
    ngo.post(f"/en/figures/periods/{period.pk}/submit/")
    network.post(f"/en/network/periods/own_ngo/{period.pk}/accept/")
    ngo.post(f"/en/figures/periods/{period.pk}/publish/")
    snapshot = Snapshot.objects.get()
    assert snapshot.data["indicators"]["TRAINED"]["value"] == 5
    page = text_of(ngo.get(f"/en/figures/published/{snapshot.short_digest}/"))
    assert "Attendances not shown" in page
    assert "Sessions held 2" in page
    assert sign_in(other_ngo, Role.COORDINATOR).get(f"/en/figures/periods/{period.pk}/").status_code == 404
    assert sign_in(other_ngo, Role.ADMINISTRATOR).get(f"/en/figures/published/{snapshot.digest}/").status_code == 404
    published = network.post("/en/network/periods/", {"start": "2019-01-01", "end": "2019-12-31"})
    assert published.status_code == 302
    with hub:
        assert Snapshot.objects.get().data["members"] == [{"scope": "tenant:own_ngo", "digest": snapshot.digest}]


def test_a_publication_is_found_by_its_mark_not_by_a_part_that_several_may_have(sign_in, own_ngo, published):
    client = sign_in(own_ngo, Role.COORDINATOR)
    found = [
        client.get(f"/fr/figures/published/{published.digest[:letters]}/").status_code for letters in (1, 11, 12, 64)
    ]
    assert found == [404, 404, 200, 200]


def test_other_figures_than_those_accepted_are_not_published(sign_in, hub, own_ngo, oracle_a):
    client = sign_in(own_ngo, Role.COORDINATOR)
    found = open_period(start=YEAR.start, end=YEAR.end)
    submit_period(period=found, by="x")
    accept_period(period=found, by="y")
    assert "68" in client.get(f"/fr/figures/periods/{found.pk}/publish/").content.decode()  # person-hours, as accepted
    merge_and_late_sheet(User.objects.create(username="c"))
    client.post(f"/fr/figures/periods/{found.pk}/publish/")
    found.refresh_from_db()
    assert (found.state, Snapshot.objects.count()) == ("submitted", 0)
    accept_period(period=found, by="y")
    client.post(f"/fr/figures/periods/{found.pk}/publish/")
    assert Snapshot.objects.count() == 1


def test_a_period_opened_by_mistake_is_removed(sign_in, own_ngo, other_ngo):
    found = open_period(start=YEAR.start, end=YEAR.end)
    path = f"/fr/figures/periods/{found.pk}/remove/"
    assert sign_in(other_ngo, Role.COORDINATOR).post(path).status_code == 404
    client = sign_in(own_ngo, Role.COORDINATOR)
    submit_period(period=found, by="x")
    client.post(path)
    assert ReportingPeriod.objects.count() == 1  # the network looks at it
    return_period(period=found)
    client.post(path)
    assert ReportingPeriod.objects.count() == 0


def test_a_period_that_is_not_over_offers_no_submission(sign_in, own_ngo):
    today = timezone.localdate()
    found = open_period(start=today, end=today)
    assert "/submit/" not in sign_in(own_ngo, Role.COORDINATOR).get(f"/fr/figures/periods/{found.pk}/").content.decode()


def test_drift_shows_and_is_restated(sign_in, own_ngo, oracle_a):
    snapshot = publish()
    merge_and_late_sheet(User.objects.create(username="c"))
    client = sign_in(own_ngo, Role.COORDINATOR)
    page = text_of(client.get(f"/en/figures/periods/{snapshot.period_id}/"))
    moved = "\u2066\u22121\u2069 records found to be one person · \u2066+1\u2069 sheets and corrections that came later"
    assert f"People trained 5 5 {moved}" in page
    path = f"/en/figures/periods/{snapshot.period_id}"
    client.post(f"{path}/publish/")
    assert list(Snapshot.objects.values_list("number", flat=True)) == [0]  # the network accepted other figures
    client.post(f"{path}/submit/")
    accept_period(period=snapshot.period, by="The network")
    client.post(f"{path}/publish/")
    assert list(Snapshot.objects.values_list("number", flat=True)) == [0, 1]
    again = client.post(f"{path}/submit/", follow=True)
    assert "nothing to restate" in again.content.decode()


@pytest.mark.parametrize("role", [Role.TRAINER, Role.FUNDER])
def test_who_has_no_part_in_periods(sign_in, own_ngo, role):
    period = open_period(start=YEAR.start, end=YEAR.end)
    client = sign_in(own_ngo, role)
    for path in ("", f"{period.pk}/", f"{period.pk}/publish/"):
        assert client.get(f"/fr/figures/periods/{path}").status_code == 403


def test_the_hub_is_for_its_coordinator(sign_in, hub):
    client = sign_in(hub, Role.PLATFORM_ADMINISTRATOR)
    assert client.get("/fr/network/periods/").status_code == 403
