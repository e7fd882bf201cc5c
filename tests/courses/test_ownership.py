"""Trainers change their own courses only, unless their NGO says that every trainer may change every course."""

import pytest
from django.contrib.auth.models import Group
from django.urls import reverse
from wagtail.models import GroupPagePermission, Page

from accounts.models import User
from accounts.roles import Role
from accounts.staff.rules import set_staff_rules
from courses.models import CoursePage, Exercise, LessonExercise, LessonPage, ModulePage
from courses.ownership import courses_with, may_change, may_change_exercise
from pages.models import ArticlePage, HomePage
from tenants.signals import tenant_migrated
from tests.support.clients import TenantClient
from tests.support.courses import new_course
from tests.support.queries import count_queries

CASES = {  # whose the course is, who asks, what the NGO says -> whether they may change it
    "own": ("amina", Role.TRAINER, False, True),
    "a colleague's": ("nadia", Role.TRAINER, False, False),
    "nobody's": (None, Role.TRAINER, False, True),
    "a colleague's, rule on": ("nadia", Role.TRAINER, True, True),
    "reviewer": ("nadia", Role.REVIEWER, False, True),
    "coordinator": ("nadia", Role.COORDINATOR, False, True),
    "administrator": ("nadia", Role.ADMINISTRATOR, False, True),
}


@pytest.fixture(params=CASES.values(), ids=CASES)
def case(request, own_ngo, make_user, course):
    """(client of who asks, their user, whether they may)."""
    owner, role, change_all, may = request.param
    user = make_user(own_ngo, role, "amina")
    make_user(own_ngo, Role.TRAINER, "nadia")
    # Whoever wrote a lesson: the course decides.
    Page.objects.filter(path__startswith=course.path).update(owner=User.objects.get(username="amina"))
    Page.objects.filter(pk=course.pk).update(owner=User.objects.get(username=owner) if owner else None)
    if change_all:
        set_staff_rules(trainers_change_all=True, actor=user)
    client = TenantClient(own_ngo)
    client.force_login(user)
    return client, user, may


def is_let_in(response):
    """Wagtail leads who may not to its first page; ours answer 403."""
    refused = response.status_code == 403 or (response.status_code == 302 and response["location"] == "/admin/")
    return not refused


def pages_of(course):
    module = course.get_children().get()
    return [course, module, module.get_children().first()]


@pytest.mark.parametrize("plain", [False, True], ids=["specific", "plain"])
def test_permissions_of_every_page_of_a_course(case, course, plain):
    _client, user, may = case
    for page in pages_of(course):
        page = Page.objects.get(pk=page.pk) if plain else page.specific
        tester = page.permissions_for_user(User.objects.get(pk=user.pk))
        asked = [tester.can_edit(), tester.can_publish(), tester.can_unpublish(), tester.can_move(), tester.can_copy(),
                 tester.can_publish_subpage() if page.get_children() else may]  # fmt: skip
        assert asked == [may] * 6
        assert tester.can_delete(ignore_bulk=True) == may


def test_every_door_of_the_editor(case, course, lessons):
    client, _user, may = case
    module = course.get_children().get()
    lesson = lessons[0]
    doors = [
        reverse("wagtailadmin_pages:edit", args=[lesson.pk]),
        reverse("wagtailadmin_pages:delete", args=[lesson.pk]),
        reverse("wagtailadmin_pages:unpublish", args=[lesson.pk]),
        reverse("wagtailadmin_pages:move", args=[lesson.pk]),
        reverse("wagtailadmin_pages:copy", args=[module.pk]),
        reverse("wagtailadmin_pages:add", args=["courses", "lessonpage", module.pk]),
        reverse("courses_translations:import", args=[module.pk, "ar"]),
        reverse("courses_translations:translate", args=[module.pk, lesson.translation_key, "ar"]),
        reverse("courses_translations:export", args=[module.pk, "ar", "xlf"]),
    ]
    assert {door: is_let_in(client.get(door)) for door in doors} == dict.fromkeys(doors, may)
    posts = [
        reverse("wagtailadmin_pages:edit", args=[course.pk]),
        reverse("courses_translations:mark", args=[lesson.pk, "ar"]),
        reverse("courses_translations:apply", args=[module.pk, "ar"]),
        reverse("wagtailadmin_pages:set_page_position", args=[lesson.pk]),
        "/fr" + reverse("courses:close_code", args=[course.pk])[3:],
    ]
    assert {door: is_let_in(client.post(door)) for door in posts} == dict.fromkeys(posts, may)


def test_published_and_deleted_are_only_what_may_be(case, course, lessons):
    client, _user, may = case
    client.post(reverse("wagtailadmin_pages:unpublish", args=[lessons[0].pk]))
    assert Page.objects.get(pk=lessons[0].pk).live != may
    bulk = reverse("wagtail_bulk_action", args=["wagtailcore", "page", "publish"])
    client.post(f"{bulk}?id={lessons[0].pk}", {"include_descendants": ""})
    assert Page.objects.get(pk=lessons[0].pk).live


def test_moving_into_a_colleague_s_course(own_ngo, make_user, course):
    user = make_user(own_ngo, Role.TRAINER, "amina")
    other = make_user(own_ngo, Role.TRAINER, "nadia")
    mine = new_course("Le mien")
    module = mine.add_child(instance=ModulePage(heading_fr="Module", slug="m", owner=user))
    Page.objects.filter(pk=mine.pk).update(owner=user)
    Page.objects.filter(pk=course.pk).update(owner=other)
    tester = Page.objects.get(pk=module.pk).permissions_for_user(User.objects.get(pk=user.pk))
    assert not tester.can_move_to(Page.objects.get(pk=course.pk))
    assert not tester.can_copy_to(Page.objects.get(pk=course.pk))


def test_beside_a_colleague_s_page_trainers_write_new_ones(own_ngo, make_user):
    user, other = make_user(own_ngo, Role.TRAINER, "amina"), make_user(own_ngo, Role.TRAINER, "nadia")
    home = HomePage.objects.get()
    article = home.add_child(instance=ArticlePage(heading_fr="Article", owner=other))
    own = home.add_child(instance=ArticlePage(heading_fr="Le mien", owner=user))
    user = User.objects.get(pk=user.pk)
    assert [page.permissions_for_user(user).can_edit() for page in (home, article, own)] == [True, False, True]
    assert article.permissions_for_user(user).can_add_subpage()
    assert not article.permissions_for_user(user).can_unpublish()


def test_an_exercise_belongs_to_the_courses_it_stands_in(case, course, exercise):
    client, user, may = case
    assert courses_with(exercise) == [course]
    assert may_change_exercise(User.objects.get(pk=user.pk), exercise) == may
    viewset = Exercise.snippet_viewset
    doors = [
        reverse(viewset.get_url_name("edit"), args=[exercise.pk]),
        reverse("exercise_archive", args=[exercise.pk]),
    ]
    assert {door: is_let_in(client.get(door)) for door in doors} == dict.fromkeys(doors, may)
    assert is_let_in(client.post(reverse("exercise_bring_back", args=[exercise.pk]))) == may
    assert is_let_in(client.post(reverse(viewset.get_url_name("unpublish"), args=[exercise.pk]))) == may
    client.get(reverse("exercise_statistics", args=[exercise.pk]))
    if not may:
        assert not is_let_in(client.get(reverse(viewset.get_url_name("delete"), args=[exercise.pk])))
        bulk = reverse("wagtail_bulk_action", args=["courses", "exercise", "delete"])
        assert not is_let_in(client.post(f"{bulk}?id={exercise.pk}"))
        assert Exercise.objects.filter(pk=exercise.pk).exists()


def test_an_exercise_of_two_courses_needs_both(own_ngo, make_user, course, exercise):
    user, other = make_user(own_ngo, Role.TRAINER, "amina"), make_user(own_ngo, Role.TRAINER, "nadia")
    Page.objects.filter(pk=course.pk).update(owner=user)
    second = new_course("Le sien")
    Page.objects.filter(pk=second.pk).update(owner=other)
    module = second.add_child(instance=ModulePage(heading_fr="Module", slug="m"))
    lesson = LessonPage(heading_fr="Leçon", slug="l")
    module.add_child(instance=lesson)
    assert may_change_exercise(User.objects.get(pk=user.pk), exercise)
    LessonExercise.objects.create(lesson=lesson, exercise=exercise)
    assert not may_change_exercise(User.objects.get(pk=user.pk), exercise)
    drawing = Exercise.objects.create(heading_fr="Tirage", kind="practice", bank=exercise)
    LessonExercise.objects.filter(lesson=lesson).update(exercise=drawing)
    assert not may_change_exercise(User.objects.get(pk=user.pk), exercise)  # what it draws would change


def test_the_rule_survives_an_upgrade(own_ngo, make_user, sign_in, course):
    user, other = make_user(own_ngo, Role.TRAINER, "amina"), make_user(own_ngo, Role.TRAINER, "nadia")
    Page.objects.filter(pk=course.pk).update(owner=other)
    course.refresh_from_db()
    client = sign_in(own_ngo, Role.ADMINISTRATOR)
    for wanted in (True, False):
        client.post("/fr/staff/rules/", {"trainers_change_all": "on"} if wanted else {})
        tenant_migrated.send(sender=None)
        assert may_change(User.objects.get(pk=user.pk), course) == wanted
        assert client.get("/fr/staff/rules/").context["form"].initial["trainers_change_all"] == wanted
    trainers = Group.objects.get(name="trainer")
    assert GroupPagePermission.objects.filter(group=trainers).count() == 3


def test_the_stranger_has_a_rule_of_its_own(own_ngo, other_ngo, make_user, course):
    with other_ngo:
        set_staff_rules(trainers_change_all=True, actor=make_user(other_ngo, Role.ADMINISTRATOR, "theirs"))
    user, other = make_user(own_ngo, Role.TRAINER, "amina"), make_user(own_ngo, Role.TRAINER, "nadia")
    Page.objects.filter(pk=course.pk).update(owner=other)
    course.refresh_from_db()
    assert not may_change(User.objects.get(pk=user.pk), course)


def test_the_library_and_the_matrix_offer_what_is_one_s_own(own_ngo, make_user, course):
    user, other = make_user(own_ngo, Role.TRAINER, "amina"), make_user(own_ngo, Role.TRAINER, "nadia")
    Page.objects.filter(pk=course.pk).update(owner=other)
    client = TenantClient(own_ngo)
    client.force_login(user)
    module = course.get_children().get()
    assert not is_let_in(client.get(reverse("library:offer", args=[module.pk])))
    matrix = reverse("courses_translations:matrix")
    assert [row.kind for row in client.get(matrix).context["page"].object_list] == ["Page d’accueil"]
    Page.objects.filter(pk=course.pk).update(owner=user)
    assert is_let_in(client.get(reverse("library:offer", args=[module.pk])))
    assert course.pk in [row.pk for row in client.get(matrix).context["page"].object_list if row.is_page]


def test_the_explorer_asks_as_often_for_thirty_courses_as_for_one(own_ngo, make_user):
    user, other = make_user(own_ngo, Role.TRAINER, "amina"), make_user(own_ngo, Role.TRAINER, "nadia")
    client = TenantClient(own_ngo)
    client.force_login(user)
    path = reverse("wagtailadmin_explore", args=[HomePage.objects.get().pk])
    counts = []
    for number in range(30):
        new_course(f"Cours {number}")
        CoursePage.objects.update(owner=other)
        if number in (1, 29):
            client.get(path)
            counts.append(count_queries(client, path))
    assert counts[1] - counts[0] <= 0


def test_where_the_ngo_wants_it_trainers_hand_in_what_others_publish(own_ngo, other_ngo, make_user):
    trainer, reviewer = make_user(own_ngo, Role.TRAINER, "t"), make_user(own_ngo, Role.REVIEWER, "r")
    course = HomePage.objects.get().add_child(instance=CoursePage(heading_fr="Cours", owner=trainer, slug="c"))
    exercise = Exercise.objects.create(heading_fr="Exercice", live=False)

    def may_publish(user):
        user = User.objects.get(pk=user.pk)  # as a new request finds it
        policy = Exercise.snippet_viewset.permission_policy
        return course.permissions_for_user(user).can_publish(), policy.user_has_permission(user, "publish")

    assert (may_publish(trainer), may_publish(reviewer)) == ((True, True), (True, True))
    set_staff_rules(trainers_change_all=False, review_first=True, actor=reviewer)
    assert (may_publish(trainer), may_publish(reviewer)) == ((False, False), (True, True))
    assert exercise.get_workflow() == course.get_workflow()
    exercise.save_revision()
    state = exercise.get_workflow().start(exercise, trainer)
    assert exercise.current_workflow_state == state
    with other_ngo:
        assert may_publish(make_user(other_ngo, Role.TRAINER, "theirs"))[1] is True
