"""Ways through the short case, and where its pages are."""

import uuid

from courses.models import Option
from courses.simulations.playing import finish_simulation


def address(lessons, case, path="", run=None, language="fr"):
    query = f"?run={run}&path={path}" if run else ""
    return f"/{language}/learn/lessons/{lessons[0].pk}/simulations/{case.pk}/{query}"


def option(scene, place):
    return Option.objects.filter(scene__number=scene).order_by("sort_order")[place - 1]


def keys(*taken):
    """The keys of decisions, each given as the scene's number and the place in it."""
    return [option(scene, place).key for scene, place in taken]


PROTECTED, MIXED, HARMED = ((1, 1), (2, 1)), ((1, 1), (2, 2)), ((1, 2),)


def finish(enrolment, case, lessons, taken=PROTECTED, key=None):
    return finish_simulation(
        enrolment=enrolment, exercise=case, lesson=lessons[0], uuid=key or uuid.uuid4(), path=keys(*taken)
    )


def whole(lessons, case, language="fr"):
    return f"/{language}/learn/lessons/{lessons[0].pk}/cases/{case.pk}/"
