"""Suspended, archived, removed: at once, on a day to come, called off, stopped by what must be kept."""

import datetime

import pytest
from django.core.exceptions import ValidationError
from django.core.management import CommandError, call_command
from django.utils import timezone
from django_tenants.utils import schema_exists

from impact.models import ReportingPeriod
from tenants import clock, lifecycle
from tenants.lifecycle import LifecycleError, call_off_removal, order_removal, set_state, today_of
from tenants.models import Tenant
from tenants.provisioning import create_tenant
from tenants.signals import tenant_leaving

DAY = datetime.timedelta(days=1)
SUSPENDED, ARCHIVED, ACTIVE = Tenant.State.SUSPENDED, Tenant.State.ARCHIVED, Tenant.State.ACTIVE


def life(schema="own_ngo"):
    found = Tenant.objects.get(schema_name=schema)
    return found.state, found.state_since, found.next_state, found.next_state_on


@pytest.fixture
def leavings():
    """Who left, as receivers are told."""
    seen = []

    def note(tenant, **kwargs):
        seen.append((tenant.schema_name, tenant.state))

    tenant_leaving.connect(note)
    yield seen
    tenant_leaving.disconnect(note)


@pytest.fixture
def nothing_can_be_kept():
    def fail(tenant, **kwargs):
        raise ValidationError("Les chiffres de 2026 ne sont pas comptés.")

    tenant_leaving.connect(fail)
    yield
    tenant_leaving.disconnect(fail)


def test_states_by_command(own_ngo, capsys, leavings):
    today = today_of(own_ngo)
    for state in ("suspended", "archived", "active"):
        call_command("set_state", "own_ngo", state)
        assert capsys.readouterr().out == f"own_ngo: {state} since {today}\n"
        assert life() == (state, today, "", None)
    assert leavings == [("own_ngo", "suspended")]


def test_a_state_since_a_past_day(own_ngo):
    call_command("set_state", "own_ngo", "archived", "--from", "2026-01-31")
    assert life() == (ARCHIVED, datetime.date(2026, 1, 31), "", None)


def test_a_state_from_a_day_to_come_begins_by_itself(own_ngo, other_ngo, capsys):
    tomorrow = today_of(own_ngo) + DAY
    call_command("set_state", "own_ngo", "suspended", "--from", str(tomorrow))
    assert capsys.readouterr().out == f"own_ngo: active; suspended from {tomorrow}\n"
    clock.tick()
    assert life() == (ACTIVE, None, "suspended", tomorrow)
    Tenant.objects.filter(pk=own_ngo.pk).update(next_state_on=tomorrow - DAY)
    clock.tick()
    assert life() == (SUSPENDED, tomorrow - DAY, "", None)
    assert life("other_ngo") == (ACTIVE, None, "", None)


@pytest.mark.parametrize(
    ("arguments", "why"),
    [
        (("hub", "suspended"), "hub"), (("hub", "archived"), "hub"), (("nobody", "active"), "nobody"),
        (("own_ngo", "removed"), "removed"), (("own_ngo", "archived", "--from", "soon"), "2026-12-31"),
    ],
)  # fmt: skip
def test_what_is_refused_changes_nothing(own_ngo, hub, arguments, why):
    with pytest.raises(CommandError, match=why):
        call_command("set_state", *arguments)
    assert (life(), life("hub")) == ((ACTIVE, None, "", None), (ACTIVE, None, "", None))


def test_one_that_is_not_whole_has_no_state(own_ngo):
    Tenant.objects.filter(pk=own_ngo.pk).update(state=Tenant.State.UNFINISHED)
    with pytest.raises(CommandError, match="own_ngo"):
        call_command("set_state", "own_ngo", "active")


def test_what_cannot_be_kept_stops_the_archiving(own_ngo, nothing_can_be_kept):
    with pytest.raises(LifecycleError, match="Les chiffres de 2026"):
        set_state(tenant=own_ngo, state=ARCHIVED)
    assert life() == (ACTIVE, None, "", None)
    set_state(tenant=own_ngo, state=SUSPENDED)


def test_what_fails_on_its_day_is_tried_again_and_the_others_go_on(own_ngo, other_ngo, nothing_can_be_kept, caplog):
    yesterday = today_of(own_ngo) - DAY
    Tenant.objects.filter(pk=other_ngo.pk).update(next_state="archived", next_state_on=yesterday)
    Tenant.objects.filter(pk=own_ngo.pk).update(next_state="suspended", next_state_on=yesterday)
    lifecycle.carry_out_what_is_due()
    assert life() == (SUSPENDED, yesterday, "", None)
    assert life("other_ngo") == (ACTIVE, None, "archived", yesterday)
    assert caplog.messages == ["other_ngo: its change of state failed with LifecycleError"]


def test_a_removal_has_thirty_days_and_can_be_called_off(own_ngo):
    ordered = order_removal(tenant=own_ngo)
    assert ordered.removal_on == today_of(own_ngo) + 30 * DAY
    assert order_removal(tenant=own_ngo).removal_on == ordered.removal_on
    assert call_off_removal(tenant=own_ngo).removal_on is None


def test_the_hub_is_not_removed(hub):
    with pytest.raises(LifecycleError):
        order_removal(tenant=hub)


@pytest.mark.parametrize("state", ["submitted", "accepted"])
def test_a_period_under_way_keeps_an_ngo(own_ngo, state):
    ReportingPeriod.objects.create(start="2026-01-01", end="2026-06-30", state=state)
    ReportingPeriod.objects.create(start="2026-07-01", end="2026-09-30", state="open")
    with pytest.raises(LifecycleError, match="30 juin 2026"):
        order_removal(tenant=own_ngo)
    own_ngo.refresh_from_db()
    assert own_ngo.removal_on is None


@pytest.mark.parametrize("state", ["submitted", "accepted"])
def test_a_period_under_way_keeps_an_ngo_from_the_archive(own_ngo, leavings, state):
    period = ReportingPeriod.objects.create(start="2026-01-01", end="2026-06-30", state=state)
    with pytest.raises(CommandError, match="30 juin 2026"):
        call_command("set_state", "own_ngo", "archived")
    assert (life(), leavings) == ((ACTIVE, None, "", None), [])
    set_state(tenant=own_ngo, state=SUSPENDED)  # the pause is no end
    ReportingPeriod.objects.filter(pk=period.pk).update(state="published")
    assert set_state(tenant=own_ngo, state=ARCHIVED).state == ARCHIVED


def test_an_archiving_to_come_waits_for_a_period_under_way(own_ngo, caplog):
    period = ReportingPeriod.objects.create(start="2026-01-01", end="2026-06-30", state="accepted")
    tomorrow = today_of(own_ngo) + DAY
    set_state(tenant=own_ngo, state=ARCHIVED, on=tomorrow)
    assert life() == (ACTIVE, None, ARCHIVED, tomorrow)
    Tenant.objects.filter(pk=own_ngo.pk).update(next_state_on=tomorrow - DAY)
    lifecycle.carry_out_what_is_due()
    assert life() == (ACTIVE, None, ARCHIVED, tomorrow - DAY)
    assert caplog.messages == ["own_ngo: its archiving waits for a period that is under way"]
    with own_ngo:
        ReportingPeriod.objects.filter(pk=period.pk).update(state="published")
    lifecycle.carry_out_what_is_due()
    assert life() == (ARCHIVED, tomorrow - DAY, "", None)


@pytest.mark.django_db(transaction=True)
def test_the_worker_removes_when_the_notice_is_over(leavings):
    tenant = create_tenant("new_ngo", name="Association du Figuier", host="new-ngo.localhost")
    order_removal(tenant=tenant)
    clock.tick()
    assert schema_exists("new_ngo")
    Tenant.objects.filter(pk=tenant.pk).update(removal_on=timezone.localdate() - DAY)
    with tenant:
        period = ReportingPeriod.objects.create(start="2026-01-01", end="2026-06-30", state="submitted")
    clock.tick()
    assert schema_exists("new_ngo")  # it waits for the period
    with tenant:
        ReportingPeriod.objects.filter(pk=period.pk).update(state="open")
    clock.tick()
    assert (schema_exists("new_ngo"), Tenant.objects.filter(pk=tenant.pk).exists()) == (False, False)
    assert leavings == [("new_ngo", "active")]


@pytest.mark.django_db(transaction=True)
def test_what_cannot_be_kept_stops_a_removal_by_command_too(nothing_can_be_kept):
    with pytest.raises(CommandError, match="Les chiffres de 2026"):
        call_command("drop_tenant", "other_ngo", "--yes")
    assert schema_exists("other_ngo")
    assert life("other_ngo") == (ACTIVE, None, "", None)
