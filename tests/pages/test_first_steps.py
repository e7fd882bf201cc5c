"""First steps in the admin: read from the data, for those who write, in NGOs only, put away and shown again."""

import pytest

from accounts.models import User
from accounts.roles import Role
from courses.actions import enrol_person
from courses.models import CoursePage, Exercise
from courses.sample import add_sample_course, sample_course
from pages.first_steps import first_steps, marks
from pages.models import HomePage
from people.models import Person
from tests.support.clients import TenantClient
from tests.support.sessions import a_session

HOME, STEPS = "/admin/", "/admin/first-steps/"
HEADING = 'id="first-steps-heading"'


@pytest.fixture
def sample(own_ngo):
    return add_sample_course()


@pytest.fixture
def coordinator(own_ngo, make_user):
    return make_user(own_ngo, Role.COORDINATOR)


@pytest.fixture
def editor(own_ngo, coordinator):
    client = TenantClient(own_ngo)
    client.force_login(coordinator)
    return client


def write_course(number=1, **options):
    instance = CoursePage(heading_fr=f"Cours {number}", slug=f"cours-{number}", live=False, **options)
    return HomePage.objects.get().add_child(instance=instance)


def done(user):
    return [step.name for step in first_steps(user, marks(user)).steps if step.done]


def test_a_new_ngo_has_everything_to_do(sample, coordinator):
    steps = first_steps(coordinator, {}).steps
    assert [(step.name, step.done) for step in steps] == [
        (name, False) for name in ("example", "course", "ready", "publish", "code", "session", "colleague")
    ]


def test_each_step_is_done_by_doing_it(sample, editor, coordinator, own_ngo, make_user):
    editor.get(f"{STEPS}example/")
    assert done(coordinator) == ["example"]
    course = write_course()
    assert done(coordinator) == ["example", "course"]
    course.ready_fr = True
    course.save_revision()
    assert done(coordinator) == ["example", "course", "ready"]
    course.save_revision().publish()
    assert done(coordinator) == ["example", "course", "ready", "publish"]
    enrol_person(person=Person.objects.create(full_name="Salma Exemple"), course=course)
    assert done(coordinator) == ["example", "course", "ready", "publish", "code"]
    a_session()
    assert done(coordinator) == ["example", "course", "ready", "publish", "code", "session"]
    assert HEADING in editor.get(HOME).content.decode()
    make_user(own_ngo, Role.TRAINER)
    assert first_steps(coordinator, marks(coordinator)).all_done
    assert HEADING not in editor.get(HOME).content.decode()


def test_whoever_begins_in_the_editor_has_one_path_there(own_ngo, sign_in):
    reviewer = sign_in(own_ngo, Role.REVIEWER)
    home = reviewer.get(HOME).content.decode()
    assert ('id="first-day"' in home, HEADING in home) == (True, False)
    assert reviewer.get(STEPS).status_code == 200  # from the help menu


@pytest.mark.parametrize(
    ("role", "names"),
    [
        (Role.REVIEWER, ["example", "course", "ready", "publish", "code"]),
        (Role.TRAINER, ["example", "course", "ready", "publish", "code", "session"]),
    ],
)
def test_nobody_is_asked_for_what_they_may_not_do(own_ngo, make_user, role, names):
    assert [step.name for step in first_steps(make_user(own_ngo, role), {}).steps] == names


def test_participants_and_strangers_see_none_of_it(sample, own_ngo, other_ngo, make_user, sign_in):
    assert TenantClient(own_ngo).get(STEPS).status_code == 302
    somebody = TenantClient(own_ngo)
    somebody.force_login(make_user(own_ngo, None))
    assert somebody.get(STEPS).status_code == 302  # the admin sends to sign-in whoever has no access to it
    stranger = sign_in(other_ngo, Role.COORDINATOR)
    assert stranger.post(f"{STEPS}example/remove/").url == STEPS  # its own NGO has no example
    assert sample_course() == sample


def test_the_hub_has_none(hub, sign_in):
    staff = sign_in(hub, Role.NETWORK_COORDINATOR)
    assert HEADING not in staff.get(HOME).content.decode()
    assert staff.get(STEPS, follow=True).status_code == 404
    staff.post(f"{STEPS}example/add/")
    with hub:
        assert not CoursePage.objects.exists()


def test_put_away_by_one_and_shown_again(sample, editor, coordinator, sign_in, own_ngo):
    assert HEADING in editor.get(HOME).content.decode()
    editor.post(f"{STEPS}dismiss/")
    assert HEADING not in editor.get(HOME).content.decode()
    assert HEADING in sign_in(own_ngo, Role.TRAINER).get(HOME).content.decode()
    assert f'action="{STEPS}show/"' in editor.get(STEPS).content.decode()
    editor.post(f"{STEPS}show/")
    assert HEADING in editor.get(HOME).content.decode()


def test_the_example_is_removed_once_asked_and_brought_back(sample, editor):
    assert f'action="{STEPS}example/remove/"' in editor.get(f"{STEPS}example/remove/").content.decode()
    assert sample_course() == sample
    editor.post(f"{STEPS}example/remove/")
    assert (sample_course(), Exercise.objects.count()) == (None, 0)
    editor.post(f"{STEPS}example/add/")
    assert sample_course().owner.username == "coordinator"


@pytest.mark.parametrize("path", ["example/add/", "dismiss/", "show/"])
def test_nothing_is_written_by_a_link(sample, editor, path):
    assert editor.get(f"{STEPS}{path}").status_code == 405


def test_the_code_step_leads_to_the_published_course(sample, editor):
    assert editor.get(f"{STEPS}code/").url == STEPS
    write_course(1).save_revision().publish()
    assert editor.get(f"{STEPS}code/").url.endswith("/cours-1/")


def test_the_same_queries_for_one_course_and_for_many(coordinator, django_assert_num_queries):
    for numbers in (range(1), range(1, 30)):
        for number in numbers:
            write_course(number)
        user = User.objects.get(pk=coordinator.pk)  # who remembers nothing of the first time
        with django_assert_num_queries(7):
            first_steps(user, marks(user))
