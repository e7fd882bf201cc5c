"""How long people are kept: whose time is over, the decision, the worker, the report."""

import datetime

import pytest
from django.core.cache import caches
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction
from django.urls import reverse
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from accounts.models import User
from accounts.roles import Role, give_role
from impact.counting import Period, count_tenant
from people.activity import with_last_heard
from people.consent import record_paper_consent
from people.merging import merge_people
from people.models import Erasure, Person, RecordChange, Retention
from people.retention import carry_out, decide_erasure, first_day_kept, look, set_rule, time_is_over
from tenants import clock
from tests.support.queue import run_worker
from tests.support.sessions import HalfDay, a_person, a_session, a_user, present, today

LONG_AGO = timezone.now() - datetime.timedelta(days=1200)


def silent(name, **fields):
    """Somebody whose record was made 1,200 days ago."""
    person = a_person(name, **fields)
    Person.objects.filter(pk=person.pk).update(created_at=LONG_AGO)
    return person


def attended(person, days, **fields):
    """A presence so many days ago; the registration is of then too."""
    slot = a_session(HalfDay(today(-days), "morning", 60), **fields).slots.get()
    present(slot, person)
    slot.session.registrations.update(since=LONG_AGO)


def names(months=24):
    return [person.full_name for person in time_is_over(months)]


@pytest.mark.parametrize(
    ("on", "months", "first"),
    [("2026-11-26", 12, "2025-11-26"), ("2026-01-31", 6, "2025-07-28"), ("2024-02-29", 24, "2022-02-28"),
     ("2026-12-01", 12, "2025-12-01")],
)  # fmt: skip
def test_months_are_counted_back(monkeypatch, on, months, first):
    monkeypatch.setattr(timezone, "localdate", lambda: datetime.date.fromisoformat(on))
    assert str(first_day_kept(months)) == first


def test_every_sign_keeps_somebody(own_ngo, make_user):
    a_person("New")
    silent("Silent")
    attended(silent("Came long ago"), 1000)
    attended(silent("Came lately"), 100)
    a_session(on=30, people=[silent("Comes")])
    silent("Signs in", user=User.objects.create(username="x", last_login=timezone.now()))
    silent("Signed in", user=User.objects.create(username="y", last_login=LONG_AGO))
    record_paper_consent(person=silent("Agreed"), day=today(-10), language="fr", actor=a_user())
    silent("Colleague", user=make_user(own_ngo, Role.TRAINER, "youssef"))
    kept, twin = silent("Merged"), silent("Twin")
    attended(twin, 5)
    merge_people(kept=kept, absorbed=twin, actor=a_user())
    assert names() == ["Silent", "Signed in", "Came long ago"]
    assert names(60) == []


def test_a_session_to_come_keeps_whoever_is_on_its_list(own_ngo):
    person = silent("Comes")
    session = a_session(on=30, people=[person])
    session.registrations.update(since=LONG_AGO)
    assert names() == []
    heard = with_last_heard(Person.objects.all()).get(pk=person.pk).last_heard
    assert heard == timezone.localdate(LONG_AGO)  # not a day to come


def test_nobody_is_erased_without_a_decision(own_ngo):
    silent("Silent")
    assert look() is None
    set_rule(months=24, automatic=False, actor=a_user())
    assert (Retention.objects.get().over, look(), Erasure.objects.count()) == (1, None, 0)


def test_it_goes_by_itself_where_the_ngo_said_so(own_ngo):
    silent("Silent")
    a_person("New")
    set_rule(months=24, automatic=True, actor=a_user())
    assert Erasure.objects.count() == 0  # saving a rule erases nobody
    decided = look()
    assert (decided.total, decided.decided_by, look()) == (1, None, None)
    carry_out(decided)
    assert Person.objects.filter(erased_at=None).get().full_name == "New"


def test_the_report_names_nobody_and_no_count_moves(own_ngo):
    everybody = [silent(f"Person {n}", category="police", sex="f" if n else "m") for n in range(6)]
    slot = a_session(HalfDay(datetime.date(2022, 5, 5), "morning", 60)).slots.get()
    present(slot, *everybody)
    slot.session.registrations.update(since=LONG_AGO)
    slot.session.state = "held"
    slot.session.save()
    before = count_tenant(Period.year(2022))
    set_rule(months=24, automatic=False, actor=a_user())
    erasure = decide_erasure(people=[person.pk for person in everybody[:2]], actor=a_user())
    everybody[1].refresh_from_db()
    attended(everybody[1], 3)  # heard of again before the worker comes
    carry_out(erasure)
    erasure.refresh_from_db()
    assert (erasure.total, erasure.erased, erasure.kept, erasure.people) == (2, 1, 1, [])
    assert (erasure.unknown, erasure.done_at is not None) == ({"sex": 1}, True)
    assert count_tenant(Period.year(2022)) == before
    assert RecordChange.objects.get(kind="erased").by == a_user()
    with pytest.raises(IntegrityError), transaction.atomic():
        Erasure.objects.update(people=[1])


def test_what_is_not_over_is_not_decided(own_ngo):
    old, new = silent("Silent"), a_person("New")
    with pytest.raises(ValidationError):
        decide_erasure(people=[old.pk], actor=a_user())
    set_rule(months=24, automatic=False, actor=a_user())
    for people in ([], [new.pk], [old.pk, new.pk]):
        with pytest.raises(ValidationError):
            decide_erasure(people=people, actor=a_user())
    decide_erasure(people=[old.pk], actor=a_user())
    with pytest.raises(ValidationError):  # twice
        decide_erasure(people=[old.pk], actor=a_user())


def test_a_rule_taken_away_stops_what_is_under_way(own_ngo):
    person = silent("Silent")
    set_rule(months=24, automatic=False, actor=a_user())
    erasure = decide_erasure(people=[person.pk], actor=a_user())
    set_rule(months=None, automatic=False, actor=a_user())
    carry_out(erasure)
    erasure.refresh_from_db()
    assert (erasure.erased, erasure.kept, Person.objects.filter(erased_at=None).count()) == (0, 1, 1)


@pytest.mark.django_db(transaction=True)  # a worker closes idle connections
def test_the_worker_erases_what_the_page_decided(own_ngo, other_ngo, sign_in):
    with other_ngo:
        silent("Stranger")
        set_rule(months=24, automatic=False, actor=a_user())
    gone, unticked = silent("Silent"), silent("For the audit")
    administrator = sign_in(own_ngo, Role.ADMINISTRATOR)
    administrator.post(reverse("people:retention"), {"months": "24"})
    path = reverse("people:overdue")
    assert administrator.post(path, {"people": [gone.uuid]}).status_code == 200  # the second tick is missing
    assert Erasure.objects.count() == 0
    answer = administrator.post(path, {"people": [gone.uuid], "sure": "on"})
    erasure = Erasure.objects.get()
    assert (answer.url, DBTaskResult.objects.get().args_kwargs["args"]) == (
        reverse("people:erasure", args=[erasure.uuid]), [erasure.pk],
    )  # fmt: skip
    shown = administrator.get(answer.url).context
    assert (shown["done"], shown["erasure"].total, shown["erasure"].done_at) == (0, 1, None)
    run_worker()
    connection.set_tenant(own_ngo)
    erasure.refresh_from_db()
    assert (erasure.erased, Person.objects.get(erased_at=None)) == (1, unticked)
    page = administrator.get(answer.url).content.decode()
    assert "Silent" not in page
    with other_ngo:
        assert Person.objects.get().full_name == "Stranger"


def test_the_clock_notes_and_goes_on(own_ngo, other_ngo):
    silent("Silent")
    set_rule(months=24, automatic=True, actor=a_user())
    for cache in caches.all():  # nothing looked for is remembered
        cache.clear()
    clock.tick()
    with own_ngo:
        assert DBTaskResult.objects.get(queue_name="own_ngo").args_kwargs["args"] == [Erasure.objects.get().pk]


def test_who_decides(own_ngo, other_ngo, sign_in, client):
    person = silent("Silent")
    set_rule(months=24, automatic=False, actor=a_user())
    erasure = decide_erasure(people=[person.pk], actor=a_user())
    paths = [reverse("people:retention"), reverse("people:overdue"), reverse("people:erasure", args=[erasure.uuid])]
    administrator = sign_in(own_ngo, Role.ADMINISTRATOR)
    assert [administrator.get(path).status_code for path in paths] == [200, 200, 200]
    assert [client.get(path).status_code for path in paths] == [302, 302, 302]
    for role in (Role.COORDINATOR, Role.TRAINER):
        colleague = sign_in(own_ngo, role)
        assert [colleague.get(path).status_code for path in paths] == [403, 403, 403]
    stranger = sign_in(other_ngo, Role.ADMINISTRATOR)
    assert [stranger.get(path).status_code for path in paths] == [200, 302, 404]


def test_as_many_queries_for_thirty_as_for_one(own_ngo, sign_in, django_assert_max_num_queries):
    administrator = sign_in(own_ngo, Role.ADMINISTRATOR)
    set_rule(months=24, automatic=False, actor=a_user())
    counts = []
    for more in (1, 29):
        for n in range(more):
            silent(f"Silent {more} {n}")
        administrator.get(reverse("people:overdue"))
        with django_assert_max_num_queries(18) as queries:
            assert len(administrator.get(reverse("people:overdue")).context["people"]) == (1 if more == 1 else 30)
        counts.append(len(queries.captured_queries))
    assert counts[0] == counts[1]


@pytest.mark.parametrize(
    ("posted", "field"),
    [({"months": "5"}, "months"), ({"months": "x"}, "months"), ({"months": "", "automatic": "on"}, "months")],
    ids=str,
)
def test_a_rule_is_checked(own_ngo, sign_in, posted, field):
    answer = sign_in(own_ngo, Role.ADMINISTRATOR).post(reverse("people:retention"), posted)
    assert (list(answer.context["form"].errors), Retention.objects.count()) == ([field], 0)


def test_erasing_one_person_leaves_a_report(own_ngo, sign_in):
    person = a_person("Amina", category="police")
    path = reverse("people:erase_record", args=[person.uuid])
    answer = sign_in(own_ngo, Role.COORDINATOR).post(path, {"sure": "on"}, follow=True)
    assert "Profession" in answer.content.decode()
    erasure = Erasure.objects.get()
    assert (erasure.cause, erasure.erased, erasure.unknown) == ("asked", 1, {"category": 1})
    assert erasure.decided_by.username == "coordinator"


def test_who_became_a_colleague_in_between_is_kept(own_ngo):
    person = silent("Silent", user=User.objects.create(username="z", last_login=LONG_AGO))
    set_rule(months=24, automatic=False, actor=a_user())
    erasure = decide_erasure(people=[person.pk], actor=a_user())
    give_role(person.user, Role.TRAINER)
    carry_out(erasure)
    erasure.refresh_from_db()
    assert (erasure.kept, Person.objects.get().full_name) == (1, "Silent")
