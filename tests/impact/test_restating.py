"""A restatement in the database: the network accepts it anew, by the command too, and tells nothing the NGO has not."""

from io import StringIO

import pytest
from django.core.exceptions import ValidationError
from django.core.management import CommandError, call_command

from impact.aggregates import rebuild
from impact.disclosure import FUNDER_K, PUBLIC_K
from impact.models import ReportingPeriod, Snapshot
from impact.publishing import (
    Published,
    accept_period,
    find_drift,
    open_period,
    publish_period,
    return_period,
    submit_period,
)
from impact.publishing.numbers import numbers_of
from sessions.models import Registration
from sessions.records.actions import import_rows
from tests.reference.rows import attendance, person, session, slot, workbook
from tests.support.changes import YEAR
from tests.support.periods import publish


def sheet(professions):
    """One session of people: ref -> (profession, sex)."""
    rows = workbook()
    rows["people"] = [
        person(ref, category=category, sex=sex, age_band="35-49") for ref, (category, sex) in professions.items()
    ]
    rows["sessions"], rows["slots"] = [session("S", region="MA-04")], [slot("S", 1, "2019-05-02")]
    rows["attendance"] = [attendance("S", 1, ref) for ref in professions]
    return rows


def oracle_j(late=0):
    """Profession A 20, B 12, C 9, women 25; then one late woman of A; then five more."""
    people = (
        ["police f"] * 12 + ["police m"] * 8 + ["lawyer f"] * 8 + ["lawyer m"] * 4 + ["judge f"] * 5 + ["judge m"] * 4
    )
    people += (["police f"] + ["police f"] * 2 + ["police m", "lawyer m", "judge f"])[:late]
    return {f"P{number}": tuple(one.split()) for number, one in enumerate(people)}


def bring(tenant, late=0):
    import_rows(rows=sheet(oracle_j(late)), tenant=tenant)


def reached(snapshot, k=FUNDER_K):
    shown = Published(snapshot, k)
    tables = {axis: shown.tables()[shown.level(axis)] for axis in ("category", "sex")}
    by = {axis: {value: cell["REACH"] for value, cell in table.items()} for axis, table in tables.items()}
    return shown.indicators["REACH"]["value"], by["category"], by["sex"], shown.withholds


FIRST = (41, {"judge": 9, "lawyer": 12, "police": 20, "unknown": 0}, {"f": 25, "m": 16, "unknown": 0})


def test_oracle_j(own_ngo):
    bring(own_ngo)
    first = publish()
    assert reached(first) == (*FIRST, False)
    bring(own_ngo, late=1)
    second = publish(first.period)
    assert [reached(second, k)[0] for k in (FUNDER_K, PUBLIC_K)] == [41, None or reached(first, PUBLIC_K)[0]]
    assert reached(second) == (*FIRST, True)
    assert Published(second, FUNDER_K).indicators["PH"] == Published(first, FUNDER_K).indicators["PH"]
    bring(own_ngo, late=6)
    third = publish(first.period)
    assert reached(third) == (47, *FIRST[1:], True)
    assert third.data["by"]["sex"]["f"]["REACH"] == 29  # the NGO itself sees it


def test_a_restatement_passes_the_network_again(own_ngo):
    bring(own_ngo)
    first = publish()
    with pytest.raises(ValidationError):  # nothing has changed
        submit_period(period=first.period, by="x")
    bring(own_ngo, late=6)
    with pytest.raises(ValidationError):
        publish_period(period=first.period, by="x")
    submit_period(period=first.period, by="x")
    return_period(period=first.period, note="Look at S")
    first.period.refresh_from_db()
    assert (first.period.state, first.period.note) == ("published", "Look at S")
    submit_period(period=first.period, by="x")
    accept_period(period=first.period, by="The network")
    assert publish_period(period=first.period, by="x").number == 1


def test_by_the_command_too(own_ngo):
    span = ("own_ngo", "--from", "2019-01-01", "--to", "2019-12-31")
    bring(own_ngo)
    call_command("publish_period", *span, stdout=StringIO())
    bring(own_ngo, late=6)
    for _again in range(2):
        with pytest.raises(CommandError, match="The network’s coordinator accepts it"):
            call_command("publish_period", *span, stdout=StringIO())
    period = ReportingPeriod.objects.get()
    assert (period.state, Snapshot.objects.count()) == ("submitted", 1)
    accept_period(period=period, by="The network")
    call_command("publish_period", *span, stdout=StringIO())
    assert Snapshot.objects.count() == 2


def test_the_network_adds_up_what_its_ngos_show(hub, own_ngo, other_ngo):
    with other_ngo:
        bring(other_ngo)
        publish()
    bring(own_ngo)
    first = publish()
    bring(own_ngo, late=1)  # not published yet
    with hub:
        whole = publish(open_period(start=YEAR.start, end=YEAR.end))
        assert [Published(whole, FUNDER_K).indicators[code]["value"] for code in ("ATT", "REACH")] == [82, 82]
    publish(first.period)  # the old numbers stand
    with hub:
        second = publish(whole.period)
        assert Published(second, FUNDER_K).indicators == Published(whole, FUNDER_K).indicators
    bring(own_ngo, late=6)
    publish(first.period)
    with hub:
        again = publish(whole.period)
        assert [Published(again, k).indicators["ATT"]["value"] for k in (FUNDER_K, PUBLIC_K)] == [88, 82]


def test_how_the_networks_figures_drift(hub, own_ngo):
    """Against what its NGOs have published; which records moved is told in theirs."""
    bring(own_ngo)
    first = publish()
    with hub:
        whole = publish(open_period(start=YEAR.start, end=YEAR.end))
    bring(own_ngo, late=6)
    with hub:
        assert find_drift(whole).has_changed is False  # the NGO has not published it
    publish(first.period)
    with hub:
        drift = find_drift(whole)
        moved = {line.code: (line.published, line.live, line.moved) for line in drift.lines if line.number.is_figure}
        assert {code: moved[code] for code in ("ATT", "REACH", "S_HELD")} == {
            "ATT": (41, 47, {"records": 6}), "REACH": (41, 47, {"records": 6}), "S_HELD": (1, 1, {"records": 0}),
        }  # fmt: skip
        assert ([line.number for line in drift.lines], drift.late_rows) == (list(numbers_of(whole.data)), 0)


def test_a_profession_that_nobody_has_any_more_keeps_its_row(own_ngo):
    bring(own_ngo)
    first = publish()
    Registration.objects.filter(category="judge").update(category="lawyer")
    rebuild()  # written beside the actions
    second = publish(first.period)
    assert second.data["by"]["category"]["judge"] == {"ATT": 0, "REACH": 0, "TRAINED": 0}
    assert second.data["by"]["category"]["lawyer"]["REACH"] == 21
    assert second.data["by"]["category"].keys() == first.data["by"]["category"].keys()
