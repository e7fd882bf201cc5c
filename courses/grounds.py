"""Tells which certificates of courses have lost their ground: completion, and what the holder did oneself.

An editor may ask for more later; that takes nobody's certificate away. Undoing a merge does where the certificate stood
on what the other record had done.
"""

from collections import defaultdict

from django.db.models import F, Q
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from certificates.grounds import Lost
from certificates.models import Certificate
from courses.certifying import read_done, when_met
from courses.models import CoursePage, Enrolment, Exercise, LessonExercise
from people.models import Merge
from people.models.humans import WHO

Key = tuple[int, int | None]  # human and course, ids


def lost_grounds(certificates: list[Certificate]) -> dict[int, Lost]:
    """Of certificates of courses, those that have lost their ground: eight queries at most, however many."""
    courses = CoursePage.objects.filter(translation_key__in={one.target_uuid for one in certificates})
    keys = dict(courses.values_list("translation_key", "pk"))
    done = Enrolment.objects.filter(course__in=keys.values(), completed_at__isnull=False)
    completed = set(done.values_list(WHO, "course"))
    lost = Lost(_("the holder has not completed the course"), "not completed")
    found = {one.pk: lost for one in certificates if (one.who, keys.get(one.target_uuid)) not in completed}
    rest = {one.pk: (one.who, keys[one.target_uuid]) for one in certificates if one.pk not in found}
    borrowed = _done_by_others(set(rest.values()))
    for pk, key in rest.items():
        if exercises := borrowed.get(key):
            fact = " ".join(map(str, sorted(exercises)))
            found[pk] = Lost(_("another person did exercises that it asks for"), f"exercises {fact}"[:60])
    return found


def _done_by_others(keys: set[Key]) -> dict[Key, set[int]]:
    """The exercises (ids) of required lessons that were done by a record merged at that time, and not by the human."""
    others = _once_merged({human for human, _course in keys})
    if not others:
        return {}
    pairs = {(human, course): [(other, course) for other in others[human]] for human, course in keys if human in others}
    done = read_done({*pairs, *(pair for found in pairs.values() for pair in found)})
    given = {exercise for found in done.values() for exercise in found}
    exercises = Exercise.objects.filter(live=True).in_bulk(given)
    required = _required(given, {course for _human, course in pairs})
    return {
        key: {
            pk
            for pair in found
            for pk, there in done[pair].items()
            if pk in exercises
            and (pk, key[1]) in required
            and when_met(exercises[pk], there)
            and not when_met(exercises[pk], done[key].get(pk))
        }
        for key, found in pairs.items()
    }


def _once_merged(humans: set[int]) -> dict[int, set[int]]:
    """By human, those who were taken for the same once and are not now."""
    ended = Merge.objects.filter(Q(kept__in=humans) | Q(absorbed__in=humans), ended_at__isnull=False)
    one, other = (Coalesce(F(f"{name}__merged_into"), F(name)) for name in ("kept", "absorbed"))
    found: dict[int, set[int]] = defaultdict(set)
    for first, second in ended.values_list(one, other):
        if first != second:
            found[first].add(second)
            found[second].add(first)
    return found


def _required(exercises: set[int], courses: set[int | None]) -> set[Key]:
    """Exercise and course, ids, of those placed in required lessons of these courses."""
    rows = LessonExercise.objects.filter(exercise__in=exercises, lesson__live=True, lesson__required=True)
    placed = list(rows.values_list("exercise", "lesson__path"))
    paths = CoursePage.objects.filter(pk__in=courses).values_list("path", "pk")
    return {(pk, course) for above, course in paths for pk, path in placed if path.startswith(above)}
