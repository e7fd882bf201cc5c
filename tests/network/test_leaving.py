"""A partner that leaves keeps its place in every past figure of the network (decision 0025)."""

import datetime
import json
from collections import Counter
from io import StringIO

import pypdfium2
import pytest
from django.core.management import call_command
from django.utils import translation
from django_tenants.utils import schema_context
from hypothesis import given
from hypothesis import strategies as st

from accounts.models import User
from accounts.roles import Role
from impact.counting import Period, count_network
from impact.facts.definitions import ADDITIVE
from impact.publishing import find_drift, make_report, open_period
from network.actions import roll_up_network
from network.keeping import keep_period
from network.models import Departure, KeptCount, KeptPart, RolledUpFigures
from people.merging import merge_people
from people.models import Person
from sessions.models import Evidence
from sessions.records.actions import import_rows
from tenants import provisioning
from tenants.models import Domain, Tenant
from tenants.signals import tenant_leaving
from tests.reference.rows import attendance, person, session, slot, workbook
from tests.support.changes import void
from tests.support.periods import publish
from tests.support.random_histories import random_histories, undone

YEAR, NEXT = Period.year(2019), Period.year(2020)
QUARTER = Period(datetime.date(2019, 4, 1), datetime.date(2019, 6, 30))


def leave(tenant):
    """What a removal does to the network, without the time it takes to drop a schema."""
    tenant_leaving.send(sender=None, tenant=tenant)
    Domain.objects.filter(tenant=tenant).delete()
    Tenant.objects.filter(pk=tenant.pk).delete()


def come(schema, **who):
    """An NGO in the schema that another left: itself again by its UUID, else a new one."""
    with schema_context("public"):
        return Tenant.objects.create(schema_name=schema, name_fr="Another", languages=["fr"], **who)


def counted(period=YEAR, by=None):
    return count_network(Tenant.objects.whole().order_by("schema_name"), period, by)


def everything(period=YEAR):
    return [counted(period), *(counted(period, by)["by"] for by in ("region", "month", "category", "project"))]


def bring(tenant, people, *, day="2019-05-06", ref="S", mails=True, **cells):
    """People by number: the same number in two NGOs is the same mail address."""
    names = [f"P{number}" for number in people]
    import_rows(tenant=tenant, rows=workbook(
        people=[person(name, email=f"{name.lower()}@example.org" if mails else None) for name in names],
        sessions=[session(ref, **cells)], slots=[slot(ref, 1, day)],
        attendance=[attendance(ref, 1, name) for name in names],
    ))  # fmt: skip


def take_back(tenant, ref):
    """Nobody was there after all."""
    with tenant:
        for row in Evidence.objects.filter(slot__session__ref=ref, voids__isnull=True):
            void(row)


@pytest.fixture
def network(hub, own_ngo, other_ngo):
    """Thirty people of ours, twenty of the other's, ten of them the same; a session held together."""
    bring(own_ngo, range(30), region="MA-04", project="SAVE")
    bring(other_ngo, range(20, 40), region="MA-09")
    bring(own_ngo, range(3), day="2018-12-31", ref="J", shared_key="together")
    bring(other_ngo, range(25, 28), day="2019-01-02", ref="J", shared_key="together")
    return own_ngo, other_ngo


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
