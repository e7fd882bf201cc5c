"""The demo has a session of today and some to come; its published years do not know them."""

import datetime

from django.utils import timezone

from demo.accounts import create_accounts
from demo.coming import SESSIONS, plan_sessions
from impact.counting import Period, count_tenant
from people.models import Person
from sessions.models import Registration, TrainingSession
from tests.support.practice_course import load_course


def test_there_is_a_room_to_work_in_today(own_ngo):
    load_course()
    create_accounts(own_ngo)
    Person.objects.bulk_create(Person(full_name=f"Exemple {n}") for n in range(20))
    plan_sessions(Person.objects.get(user__username="participant"), region="MA-09", city="Agadir")
    days = [session.slots.earliest("date").date for session in TrainingSession.objects.order_by("pk")]
    assert days == [timezone.localdate() + datetime.timedelta(days=coming.in_days) for coming in SESSIONS]
    assert [session.trainers.get().username for session in TrainingSession.objects.all()] == ["trainer"] * len(SESSIONS)
    assert Registration.objects.filter(person__user__username="participant").count() == len(SESSIONS)
    counted = count_tenant(Period.year(2019))["indicators"]
    assert (counted["S_PLAN"]["value"], counted["ATT"]["value"]) == (0, 0)
