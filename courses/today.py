"""Courses on the page "Today": texts that are ready in one language and not in another, laws that end, drafts nobody
published."""

from collections import Counter
from collections.abc import Iterator

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _
from wagtail.models import Page

from accounts.roles import Ability, abilities
from accounts.today.parts import Door, Part
from core.dates import number
from core.languages import NAMES, ORDER
from core.translations import State
from courses.laws.reading import ending_laws
from courses.models import CoursePage, LessonPage, ModulePage

KINDS = (CoursePage, ModulePage, LessonPage)


def texts_of_the_day(request: HttpRequest) -> Iterator[Part]:
    """For whoever writes: their own pages, or all where they may change all, and the laws that end. Six queries."""
    can = abilities(request.user)
    if Ability.WRITE_CONTENT not in can:
        return
    matrix = reverse("courses_translations:matrix")
    lacking = _lacking(request, everybody=Ability.CHANGE_ALL_CONTENT in can)
    for code in ORDER:
        if lacking[code]:
            text = _("texts that are ready in another language, not in this one: %(language)s") % {
                "language": NAMES[code]
            }
            yield Door(number(lacking[code]), text, matrix, "")
    if ending := ending_laws():
        text = _("laws in published lessons that have ended, or end within two months")
        yield Door(number(len(ending)), text, reverse("courses_laws:list"), "")
    drafts = Page.objects.type(KINDS).filter(has_unpublished_changes=True, live=True)
    if Ability.CHANGE_ALL_CONTENT not in can:
        drafts = drafts.filter(owner=request.user)
    if waiting := drafts.count():
        text = _("pages whose changes are not published yet")
        yield Door(number(waiting), text, reverse("wagtailadmin_home"), "")


def _lacking(request: HttpRequest, *, everybody: bool) -> Counter[str]:
    """How many published pages each language of the tenant lacks that is ready in another."""
    offered, found = request.tenant.languages, Counter[str]()  # type: ignore[attr-defined]
    for model in KINDS:
        pages = model.objects.live() if everybody else model.objects.live().filter(owner=request.user)
        for states in pages.values_list("language_states", flat=True):
            ready = {code for code, told in states.items() if told.get("state") == State.READY}
            found.update(code for code in offered if ready and code not in ready)
    return found
