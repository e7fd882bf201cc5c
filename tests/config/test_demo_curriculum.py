"""The demo's NGOs have the curriculum from the library, in states of their own, with people in every stage."""

import pytest

from certificates.models import Certificate
from courses.legal import find_passages
from courses.models import Adoption, Attempt, CoursePage, Enrolment, Exercise, LessonPage, ModulePage, Question
from courses.starter.tree import key_of
from demo.accounts import create_accounts
from demo.curriculum import PARTS, adopt_part, fill_library, revise_in_library, take_update
from demo.figures import NGOS
from demo.held import hold_a_session
from demo.learners import STAGES, add_learners
from network.library.offers import newest_of
from people.models import Person
from sessions.models import Feedback, TestScore
from tenants.models import Tenant
from tests.support.worlds import world


@world
def an_ngo_with_its_part():
    """M0 and M2 in the hub's library, the part of Marrakech here, people and a session that was held."""
    hub, here = Tenant.objects.get(kind=Tenant.Kind.HUB), Tenant.objects.get(schema_name="own_ngo")
    with hub:
        fill_library(("M0", "M2"))
    course = adopt_part("save_marrakech")
    create_accounts(here)
    Person.objects.bulk_create(Person(full_name=f"Exemple {number}") for number in range(30))
    participant = Person.objects.get(user__username="participant")
    add_learners(course, participant)
    hold_a_session(participant, region="MA-07", city="Marrakech")


@pytest.fixture
def own_part(own_files, an_ngo_with_its_part):
    return CoursePage.objects.live().get()


def test_every_ngo_has_a_part_and_the_states_differ():
    assert set(PARTS) == {ngo.schema for ngo in NGOS}
    assert len(set(PARTS.values())) == len(NGOS)
    assert [part.published[0] for part in PARTS.values()] == ["M0"] * len(NGOS)


def test_what_is_adopted_is_live_and_what_is_being_translated_is_not_arabic(own_part):
    modules = ModulePage.objects.child_of(own_part).order_by("path")
    assert [module.slug for module in modules.live()] == ["m0-avant-de-commencer", "m2-reconnaitre-les-indicateurs"]
    assert Adoption.objects.count() == 2
    states = LessonPage.objects.child_of(modules.last()).order_by("path").values_list("ready_ar", flat=True)
    assert list(states) == [True, True, True, True, False]
    assert find_passages(modules.last())  # its laws still bear the mark


def test_people_are_in_every_stage(own_part):
    joined = Enrolment.objects.filter(course=own_part)
    assert joined.count() == sum(stage.people for stage in STAGES) + 1  # the participant
    certified = next(stage.people for stage in STAGES if stage.is_certified)
    assert joined.filter(completed_at__isnull=False).count() == certified
    assert Certificate.objects.filter(target_kind="course").count() == certified
    assert joined.filter(progress__isnull=True).count() == STAGES[0].people
    pre = Attempt.objects.filter(exercise__kind=Exercise.Kind.PRE)
    assert (pre.count(), {attempt.answers.count() for attempt in pre}) == (12, {20})
    assert not Attempt.objects.filter(enrolment__completed_at__isnull=False, passed=False).exclude(
        exercise__kind=Exercise.Kind.PRE
    )


def test_the_session_held_has_pairs_of_tests_feedback_and_certificates(own_part):
    assert TestScore.objects.filter(kind="pre").count() == TestScore.objects.filter(kind="post").count() == 12
    assert set(Feedback.objects.values_list("step", flat=True)) == {1, 2}
    assert Certificate.objects.filter(target_kind="session").count() == 12


def test_an_update_waits_until_it_is_taken(own_part, hub):
    with hub:
        revise_in_library()
        revise_in_library()
    adoption = Adoption.objects.get(source_key=key_of("M2"))
    assert (adoption.version, newest_of(adoption).version) == (1, 2)
    take_update("save_casablanca")
    adoption.refresh_from_db()
    assert adoption.version == 1
    take_update("save_agadir")
    adoption.refresh_from_db()
    assert (adoption.version, adoption.module.summary_en[-15:]) == (2, "Second version.")


def test_a_question_of_the_bank_still_names_what_it_tests(own_part):
    """Of the modules that are here; those of M2 were filled in as it came, after the bank."""
    questions = Question.objects.filter(exercise__kind=Exercise.Kind.BANK)
    taught = {topic: questions.filter(topic=topic, objective__isnull=False).count() for topic in ("M0", "M1", "M2")}
    assert taught == {"M0": 4, "M1": 0, "M2": 30}
    lesson = LessonPage.objects.get(translation_key=key_of("M2", "1-eleven-signs"))
    assert questions.filter(objective=lesson).exists()
