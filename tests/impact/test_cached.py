"""Counts that took long are kept: until something is counted again that may change them, and no longer."""

import datetime
from io import StringIO

import pytest
from django.core.management import call_command
from django.db import connection
from django_tenants.utils import tenant_context
from hypothesis import given
from hypothesis import strategies as st

from accounts.models import User
from core import locks
from courses.models import Enrolment, LessonProgress
from impact.aggregates import cached, rebuild, refresh
from impact.aggregates.dirty import ONE_AT_A_TIME
from impact.counting import Period, Selection, caching, count_raw, count_tenant, parameters_for
from impact.counting.caching import prove_cached
from impact.models import AggregateBuild, CachedCount
from people.correcting import correct_person
from people.models import Person
from sessions.actions import Mark, record_presences
from sessions.models import Slot
from sessions.records.actions import import_rows
from tests import database
from tests.reference import strategies
from tests.support.happenings import Happenings
from tests.support.random_histories import random_histories, undone

SEXES = [{"sex": "f"}, {"sex": "m"}, {"category": "judge"}, {"sex": "unknown", "region": "MA-09"}, {}]
DAY = datetime.date


@pytest.fixture(autouse=True)
def everything_is_worth_keeping(monkeypatch):
    monkeypatch.setattr(caching, "WORTH_KEEPING", 0)


@random_histories
@given(rows=strategies.histories(), choices=st.randoms(use_true_random=False), spans=st.lists(
    strategies.periods(), min_size=1, max_size=3))  # fmt: skip
def test_whatever_happens_what_is_kept_is_what_would_be_counted(own_ngo, rows, choices, spans):
    happenings, wrong = Happenings(rows, choices), []
    with undone():
        import_rows(rows=rows, tenant=own_ngo)
        happenings.begin()
        for _number in range(choices.randint(1, 10)):
            for span in spans if choices.random() < 0.5 else ():
                ask(Period(*span), choices.choice(SEXES), choices.choice([("month",), ("region", "sex"), ()]))
            happenings.step()
            wrong += prove_cached()
    assert wrong == []


def ask(period, values, axes=("sex", "region", "month"), **more):
    return count_raw(parameters_for(period, Selection(values)), axes, **more)


WHO = {"sex": "unknown"}
FREE = Period(DAY(2019, 1, 2), DAY(2019, 12, 30))


# Of oracle A, S1 is on 11 and 12 March 2019, S2 on 20 June; S3, cancelled, was on 5 September.


def ends():
    return sorted(CachedCount.objects.values_list("ends_on", flat=True))


def test_it_is_counted_once(own_ngo, oracle_a, django_assert_num_queries):
    first = ask(FREE, WHO)
    with django_assert_num_queries(2):  # whether anything was written, and what is kept
        again = ask(FREE, WHO)
    assert (again.row, sorted(map(str, again.tests)), again.cells) == (
        first.row, sorted(map(str, first.tests)), first.cells)  # fmt: skip
    assert again.tests


@pytest.mark.parametrize(
    ("period", "values", "axes", "more"),
    [(Period(DAY(2019, 1, 3), FREE.end), WHO, ("sex",), {}), (FREE, {"sex": "m"}, ("sex",), {}),
     (FREE, WHO, ("category",), {}), (FREE, WHO, ("sex",), {"tests": False}),
     (FREE, WHO, ("sex",), {"new": False}), (FREE, {"age_band": "18-24"}, ("sex",), {}),
     (Period(FREE.start, DAY(2019, 12, 29)), WHO, ("sex",), {})],
)  # fmt: skip
def test_what_is_asked_otherwise_is_another(own_ngo, oracle_a, period, values, axes, more):
    ask(FREE, WHO, ("sex",))
    ask(period, values, axes, **more)
    assert CachedCount.objects.count() == 2


def test_what_is_quick_is_not_kept(own_ngo, oracle_a, monkeypatch):
    monkeypatch.setattr(caching, "WORTH_KEEPING", 60)
    ask(FREE, WHO)
    assert ends() == []


def test_another_ngo_keeps_its_own(own_ngo, other_ngo, oracle_a):
    ask(FREE, WHO)
    with tenant_context(other_ngo):
        assert ends() == []
        assert ask(FREE, WHO).row["reached"] == 0


PERIODS = [Period(DAY(2019, 1, 2), DAY(*end)) for end in ((2019, 3, 10), (2019, 3, 11), (2019, 6, 19), (2019, 12, 30))]


def mark():
    slot = Slot.objects.filter(session__ref="S1").latest("date")
    actor = User.objects.create(username="t")
    record_presences(slot=slot, marks=[Mark(Person.objects.get(ref="P6"))], actor=actor, source="trainer")


def correct():
    correct_person(person=Person.objects.get(ref="P1"), fields={"category": "judge"}, also_past=True)


def move(ref, day):
    slot = Slot.objects.get(session__ref=ref)
    slot.date = day
    slot.save()


def learn():
    """Somebody who was never in a room."""
    enrolment = Enrolment.objects.create(person=Person.objects.create(full_name="Amal"))
    LessonProgress.objects.create(enrolment=enrolment)
    LessonProgress.objects.update(done_at="2019-06-19T10:00Z")


@pytest.mark.parametrize(
    ("happens", "stay"),
    [
        (mark, 1),  # on the second day of S1, which began on the first
        (correct, 1),
        (lambda: move("S2", DAY(2019, 3, 11)), 1),
        (lambda: move("S2", DAY(2019, 12, 31)), 3),
        (lambda: move("S3", DAY(2019, 6, 19)), 2),
        (learn, 2),
    ],
    ids=["a mark", "a correction", "moved back", "moved on", "moved into it", "online"],
)
def test_what_ends_before_the_first_day_concerned_stays(own_ngo, oracle_a, happens, stay):
    for period in PERIODS:
        ask(period, WHO)
    before = refresh()
    happens()
    assert refresh() == refresh() != before
    assert ends() == [period.end for period in PERIODS[:stay]]


def test_tables_made_anew_keep_nothing_of_before(own_ngo, oracle_a):
    ask(FREE, WHO)
    rebuild()
    assert ends() == []


def test_nothing_is_kept_of_tables_that_were_refreshed_meanwhile(own_ngo, oracle_a):
    as_of = refresh()
    cached.keep("of before", FREE.end, {}, as_of)
    AggregateBuild.objects.update(stamp="00000000-0000-0000-0000-000000000000")
    cached.keep("of now", FREE.end, {}, as_of)
    assert list(CachedCount.objects.values_list("key", flat=True)) == ["of before"]


def test_nothing_is_kept_while_somebody_refreshes(own_ngo):
    AggregateBuild.objects.all().delete()
    as_of = AggregateBuild.objects.create(made_with="").stamp
    with database.connect(connection.settings_dict["NAME"]) as other, other.transaction():
        other.execute("SET LOCAL search_path = own_ngo; SET LOCAL lock_timeout = '5s'")
        other.execute(locks.LOCK, [[repr((ONE_AT_A_TIME,))]])
        assert locks.take_if_free("something else") is True
        cached.keep("meanwhile", FREE.end, {}, as_of)
    assert ends() == []
    cached.keep("afterwards", FREE.end, {}, as_of)
    assert ends() == [FREE.end]


def test_the_oldest_go(own_ngo, oracle_a, monkeypatch):
    monkeypatch.setattr(cached, "MOST", 2)
    for period in PERIODS[:3]:
        ask(period, WHO)
    assert ends() == [PERIODS[1].end, PERIODS[2].end]


def test_the_proof_finds_a_wrong_one_and_takes_it_away(own_ngo, oracle_a):
    ask(FREE, WHO)
    right = count_tenant(FREE, selection=Selection(WHO))["indicators"]["REACH"]["value"]
    kept = CachedCount.objects.get(key__contains='"axes": ["month"')
    kept.result["row"]["reached"] = 1000
    kept.save()
    said = StringIO()
    with pytest.raises(SystemExit):
        call_command("recount", own_ngo.schema_name, stderr=said)
    assert said.getvalue().startswith("own_ngo: cachedcount differed in 1 rows. ")
    assert ask(FREE, WHO).row["reached"] == right < 1000
