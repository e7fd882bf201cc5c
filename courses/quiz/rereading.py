"""Names what to read again after a test that was not passed: the objectives of the questions that lost points."""

from dataclasses import dataclass

from django.db.models import F
from django.http import HttpRequest

from core.languages import Shown, shown
from core.pages import reachable
from courses.models import Attempt, LessonPage, ModulePage


@dataclass(frozen=True)
class ToRead:
    """A lesson or module: what it is called, its address, its objectives one by one."""

    heading: Shown
    url: str
    objectives: Shown

    @property
    def lines(self) -> list[str]:
        return [line for line in self.objectives.value.splitlines() if line.strip()]


def objectives_to_reread(request: HttpRequest, attempt: Attempt) -> list[ToRead]:
    """In reading order, each once, of pages that can still be read; which question lost points is not told.

    Three queries whatever the number of answers.
    """
    lost = attempt.answers.filter(points__lt=F("maximum"), question__objective__isnull=False)
    wanted = set(lost.values_list("question__objective", flat=True))
    if not wanted:
        return []
    pages = [page for model in (ModulePage, LessonPage) for page in reachable(model.objects).filter(pk__in=wanted)]
    return [
        ToRead(shown(page, "heading"), page.get_url(request), shown(page, "objectives"))
        for page in sorted(pages, key=lambda page: page.path)
    ]
