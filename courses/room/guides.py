"""A trainer's guide of a module of the starter curriculum, wherever it was adopted."""

from functools import cache
from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from core.languages import active, shown
from courses.models import Adoption, Exercise, LessonPage, ModulePage
from courses.room.documents import Document, Piece, as_points
from courses.starter.content import Law
from courses.starter.reading import FOLDER
from courses.starter.room import Common, Guide, HalfDay, room
from courses.starter.shelf import read_shelf
from courses.starter.tree import key_of


def guide_of(module: ModulePage) -> Document:
    """In the active language. Of the starter curriculum with its half-days and the questions to expect; of any other
    module with its lessons in their place."""
    language, common, code = active(), room().common, code_of(module)
    aims = [line for line in str(shown(module, "objectives")).splitlines() if line]
    pieces = [Piece("heading", _("Aims")), Piece("points", points=as_points(aims))] if aims else []
    pieces += _parking(common, language)
    guide = room().guides.get(code)
    material = [text[language] for text in (*common.material, *(guide.material if guide else ()))]
    pieces += [Piece("heading", _("Material")), Piece("boxes", points=as_points(material))]
    if guide:
        pieces += [*_half_days(guide, code, common, language), Piece("heading", _("Questions to expect"))]
        pieces += [Piece("text", asked[language], answer[language]) for asked, answer in guide.questions]
    else:
        pieces += [Piece("heading", _("Lessons")), Piece("steps", steps=_lessons(module))]
    return Document(
        _("Trainer’s guide: %(module)s") % {"module": shown(module, "heading")},
        common.two_days[language] if guide else str(shown(module, "summary")), language, pieces,
        foot=_("Fictional situations only. Law: to be checked by a jurist before it is quoted."),
    )  # fmt: skip


def _lessons(module: ModulePage) -> list[tuple[str, str, str, str]]:
    lessons = LessonPage.objects.child_of(module).live().order_by("path")
    return [(str(one.minutes), str(shown(one, "heading")), str(shown(one, "summary")), "") for one in lessons]


def code_of(module: ModulePage) -> str:
    """Which module of the starter curriculum this is, by where it came from; empty: none."""
    source = Adoption.objects.filter(module=module).values_list("source_key", flat=True).first()
    return (_codes().get(source) if source else None) or _codes().get(module.translation_key, "")


@cache
def _codes() -> dict[UUID, str]:
    return {key_of(code): code for code in room().guides}


@cache
def _laws() -> dict[str, Law]:
    return read_shelf(FOLDER)[0].laws


def _parking(common: Common, language: str) -> list[Piece]:
    """What to do when a participant begins to tell a real case."""
    return [
        Piece("heading", _("When somebody begins to tell a real case")),
        Piece("caution", _("“%(sentence)s”") % {"sentence": common.sentence[language]}, common.why[language]),
        Piece("points", points=as_points([text[language] for text in common.then])),
        *(Piece("law", law.article[language], law.source[language], points=_mark(law))
          for law in (_laws()[name] for name in common.laws)),
    ]  # fmt: skip


def _mark(law: Law) -> list[tuple[str, str]]:
    return [] if law.check is False else [("", _("To be checked by a jurist"))]


def _half_days(guide: Guide, code: str, common: Common, language: str) -> list[Piece]:
    names = {step.exercise for half_day in guide.half_days for step in half_day.steps if step.exercise}
    keys = {key_of(code, name): name for name in names}
    headings = {keys[one.key]: str(shown(one, "heading")) for one in Exercise.objects.filter(key__in=keys)}
    pieces = []
    for number, half_day in enumerate(guide.half_days, 1):
        said = {"number": number, "title": half_day.title[language], "minutes": half_day.minutes}
        title = ngettext("Half-day %(number)s: %(title)s (%(minutes)s minute)",
                         "Half-day %(number)s: %(title)s (%(minutes)s minutes)", half_day.minutes)  # fmt: skip
        pieces += [Piece("heading", title % said), Piece("steps", steps=_steps(half_day, headings, common, language))]
    return pieces


def _steps(
    half_day: HalfDay, headings: dict[str, str], common: Common, language: str
) -> list[tuple[str, str, str, str]]:
    rows = []
    for step in half_day.steps:
        title = step.title[language] if step.title else headings.get(step.exercise, _("Exercise"))
        rows.append((str(step.minutes), title, step.how[language], common.groups[step.groups][language]))
    return rows
