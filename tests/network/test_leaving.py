"""A partner that leaves keeps its place in every past figure of the network (decision 0025)."""

import datetime
import json
from collections import Counter
from io import StringIO

import pytest
from django.core.management import call_command
from hypothesis import given
from hypothesis import strategies as st

from accounts.models import User
from impact.counting import Period
from impact.facts.definitions import ADDITIVE
from impact.publishing import open_period
from network.keeping import keep_period
from network.models import Departure, KeptCount, KeptPart
from people.merging import merge_people
from people.models import Person
from sessions.models import Evidence
from sessions.records.actions import import_rows
from tenants import provisioning
from tenants.models import Tenant
from tenants.signals import tenant_leaving
from tests.reference.rows import attendance, person, session, slot, workbook
from tests.support.changes import void
from tests.support.leaving import NEXT, YEAR, bring, come, counted, everything, leave, take_back
from tests.support.periods import publish
from tests.support.random_histories import random_histories, undone

QUARTER = Period(datetime.date(2019, 4, 1), datetime.date(2019, 6, 30))


@pytest.mark.parametrize("period", [YEAR, Period.year(2018), NEXT], ids=str)
def test_a_closed_year_is_the_same_before_and_after(network, period):
    before = everything(period)
    leave(network[1])
    assert everything(period) == before


def test_it_is_so_whoever_leaves_and_when_all_have_left(network):
    before = everything()
    for tenant in network:
        leave(tenant)
        assert everything() == before


def test_of_dates_of_which_nothing_was_kept_nothing_is_told_but_when_they_could_be_counted_last(network):
    before = counted(QUARTER, "region")
    leave(network[1])
    after = counted(QUARTER, "region")
    assert after.pop("last_full_count") == Departure.objects.get().left_at.date().isoformat()
    assert [after[name] for name in ("scope", "from", "to")] == [before[name] for name in ("scope", "from", "to")]
    assert after["indicators"].keys() == before["indicators"].keys()
    told = [value for figure in after["indicators"].values() for part, value in figure.items() if part != "additive"]
    assert set(told) == {None}
    assert after["by"] == {"region": {"unknown": {"ATT": None, "REACH": None, "TRAINED": None}}}


def test_what_was_accepted_was_kept(network, django_capture_on_commit_callbacks):
    own, other = network
    before = everything(QUARTER)
    with own, django_capture_on_commit_callbacks(execute=True):
        publish(open_period(start=QUARTER.start, end=QUARTER.end))
    kept = KeptCount.objects.get()
    assert (kept.start, kept.end, kept.people["REACH"]["value"]) == (QUARTER.start, QUARTER.end, 40)
    leave(other)
    assert everything(QUARTER) == before


def test_dates_before_and_after_its_records_are_counted_as_ever(network):
    bring(network[0], range(8), day="2021-03-01", ref="later")
    leave(network[1])
    later = counted(Period(datetime.date(2021, 2, 1), datetime.date(2021, 3, 31)))
    assert (later["indicators"]["REACH"]["value"], "last_full_count" in later) == (8, False)


def test_late_evidence_of_another_widens_the_bounds_and_moves_the_sums(network):
    own, other = network
    leave(other)
    bring(own, range(100, 102), ref="late")
    late = counted()
    assert late["indicators"]["REACH"] == {
        "value": None, "sum": 52, "overlap": None, "low": 40, "high": 42, "additive": False,
    }  # fmt: skip
    assert late["indicators"]["ATT"]["value"] == 55
    assert late["last_full_count"] == Departure.objects.get().left_at.date().isoformat()
    take_back(own, "late")
    assert counted()["indicators"]["REACH"]["value"] == 40  # as it was


def test_who_comes_late_and_is_known_among_those_who_are_there_is_nobody_new(network, hub):
    leave(network[1])
    bring(hub, [0, 1], ref="late")
    assert counted()["indicators"]["REACH"] == {
        "value": 40, "sum": 52, "overlap": 12, "low": 40, "high": 40, "additive": False,
    }  # fmt: skip


def test_who_goes_lowers_the_bound(network):
    own, other = network
    leave(other)
    with own:
        one, two = Person.objects.filter(ref__in=["P10", "P11"]).order_by("pk")
        merge_people(kept=one, absorbed=two, actor=User.objects.create(username="salma"))
    reach = counted()["indicators"]["REACH"]
    assert (reach["value"], reach["sum"], reach["low"], reach["high"]) == (None, 49, 39, 40)


def test_contacts_that_change_later_move_no_past_year(network):
    own, other = network
    before = everything()
    leave(other)
    with own:
        Person.objects.filter(ref="P25").update(email="other@example.org")
        Person.objects.create(full_name="New", email="p26@example.org", phone="+212612345678")
    assert everything() == before


def test_a_later_ngo_of_the_same_name_inherits_nothing(network):
    leave(network[1])
    before = counted()
    anew = come("other_ngo")
    with anew:
        Person.objects.update(email="", phone="")
    take_back(anew, "S")
    take_back(anew, "J")
    assert counted()["indicators"]["REACH"] == before["indicators"]["REACH"]
    assert counted()["indicators"]["ATT"] == before["indicators"]["ATT"]
    assert Departure.objects.get().tenant != anew.uuid
    assert {row.tenant for row in KeptPart.objects.filter(start=YEAR.start)} >= {Departure.objects.get().tenant}


def test_one_that_comes_back_is_counted_live(network):
    other = network[1]
    leave(other)
    come("other_ngo", uuid=other.uuid)
    bring(other, range(50, 55), ref="more")
    assert counted()["indicators"]["REACH"]["value"] == 45


def test_archived_is_still_there(network):
    before = everything()
    tenant_leaving.send(sender=None, tenant=network[1])
    assert everything() == before
    assert counted(QUARTER)["indicators"]["REACH"]["value"] == 40


def test_no_token_and_no_name_is_kept(network):
    leave(network[1])
    kept = str([list(model.objects.values()) for model in (KeptCount, KeptPart, Departure)])
    assert "example.org" not in kept
    assert "Person P" not in kept
    with network[0]:
        assert str(Person.objects.get(ref="P1").uuid) not in kept


def test_a_second_one_that_leaves_after_changes_moves_nothing_more(network, hub):
    own, other = network
    bring(hub, range(35, 45), ref="third")
    leave(other)
    bring(own, range(100, 103), ref="late")
    take_back(hub, "third")
    between = everything()
    assert between[0]["indicators"]["REACH"]["value"] is None
    leave(own)
    assert everything() == between
    bring(hub, [200], ref="later")
    last = counted()["indicators"]["REACH"]
    assert (last["low"], last["high"], last["sum"]) == (
        between[0]["indicators"]["REACH"]["low"], between[0]["indicators"]["REACH"]["high"] + 1,
        between[0]["indicators"]["REACH"]["sum"] + 1,
    )  # fmt: skip


def test_accepting_later_keeps_no_less_than_was_known(network):
    own, other = network
    leave(other)
    bring(own, [100], ref="late")
    keep_period(YEAR)
    take_back(own, "late")
    assert counted()["indicators"]["REACH"]["value"] == 40


# Commands


def told():
    out = StringIO()
    call_command("count", network=True, start="2019-01-01", end="2019-12-31", stdout=out)
    return json.loads(out.getvalue())


@pytest.mark.django_db(transaction=True)
def test_count_is_the_same_before_and_after_an_ngo_is_removed_and_when_it_comes_back(tmp_path):
    own, other = (Tenant.objects.get(schema_name=name) for name in ("own_ngo", "other_ngo"))
    with own:
        bring(own, range(12))
    with other:
        bring(other, range(8, 20))
    before, path = told(), tmp_path / "other.wasl"
    call_command("backup_tenant", "other_ngo", str(path))
    call_command("set_state", "other_ngo", "archived")
    assert told() == before
    call_command("drop_tenant", "other_ngo", "--yes")
    assert told() == before
    call_command("restore_tenant", str(path))
    assert Tenant.objects.get(schema_name="other_ngo").uuid == other.uuid
    assert told() == before
    call_command("restore_tenant", str(path), "--as", "copy_ngo")
    assert Tenant.objects.get(schema_name="copy_ngo").uuid != other.uuid
    provisioning.drop_tenant("copy_ngo")


# Random histories


two_contacts = st.tuples(st.integers(0, 6) | st.none(), st.integers(0, 4) | st.none())


@st.composite
def ngo(draw):
    """People with a mail address or a phone of a few that all NGOs share; who was there, and who was trained."""
    contacts = draw(st.lists(two_contacts, min_size=1, max_size=6))
    present = draw(st.lists(st.sampled_from(["", "training", "awareness"]), min_size=6, max_size=6))
    return contacts, present


def write(tenant, contacts, present, first=0, ref="S"):
    refs = [f"Q{first + number}" for number in range(len(contacts))]
    came = [(name, kind) for name, kind in zip(refs, present, strict=False) if kind]
    import_rows(tenant=tenant, rows=workbook(
        people=[
            person(name, email=None if mail is None else f"m{mail}@example.org",
                   phone=None if phone is None else f"+21261234567{phone}")
            for name, (mail, phone) in zip(refs, contacts, strict=True)
        ],
        sessions=[session(f"{ref}-{kind}", kind=kind) for kind in sorted({kind for _name, kind in came})],
        slots=[slot(f"{ref}-{kind}", 1, "2019-05-06") for kind in sorted({kind for _name, kind in came})],
        attendance=[attendance(f"{ref}-{kind}", 1, name) for name, kind in came],
    ))  # fmt: skip


late = st.lists(st.tuples(st.integers(0, 6) | st.none(), st.sampled_from(["training", "awareness"])), max_size=3)


def without_third_holders(mails, contacts):
    """A mailbox of three people tells nobody apart any more: then those are unlinked who were counted as one."""
    holders = Counter(mail for mail, _phone in contacts)
    return [mail if mail is None or holders.update([mail]) or holders[mail] < 3 else None for mail in mails]


@random_histories
@given(
    ngos=st.lists(ngo(), min_size=2, max_size=3), leaving=st.integers(1, 2), came=late, went=st.sets(st.integers(0, 5))
)
def test_what_is_told_holds_what_a_full_count_would_say(hub, own_ngo, other_ngo, ngos, leaving, came, went):
    """One or two NGOs leave; of ours people come late and go. Then all are back, and counted with their contacts."""
    tenants = [own_ngo, other_ngo, hub][: len(ngos)]
    with undone():
        for tenant, (contacts, present) in zip(tenants, ngos, strict=True):
            write(tenant, contacts, present)
        gone, before = tenants[1:][-leaving:], counted()
        for tenant in gone:
            leave(tenant)
        assert counted() == before
        mails = without_third_holders([mail for mail, _kind in came], ngos[0][0])
        write(own_ngo, [(mail, None) for mail in mails], [kind for _mail, kind in came], 100, "late")
        for row in Evidence.objects.filter(person__ref__in=[f"Q{number}" for number in went]):
            void(row)
        after = counted()["indicators"]
        for tenant in gone:
            come(tenant.schema_name, uuid=tenant.uuid)
        truly = counted()["indicators"]
        for code in ("REACH", "TRAINED"):
            assert after[code]["sum"] == truly[code]["sum"]
            assert after[code]["low"] <= truly[code]["value"] <= after[code]["high"]
            assert after[code]["value"] in (None, truly[code]["value"])
            if not came and not went:
                assert after[code] == before["indicators"][code]
        assert {code: after[code] for code in ADDITIVE} == {code: truly[code] for code in ADDITIVE}
