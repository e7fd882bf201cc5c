"""The matrix of texts by language: every page, exercise and term with how far each of its languages has come."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.apps import apps
from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from core.languages import NAMES, ORDER, active, direction
from core.pages import TranslatedPage
from core.rounding import percent_done
from core.text import fold
from core.translations import State, former_source
from courses.models import CoursePage, Exercise, GlossaryTerm, LessonExercise, LessonPage, ModulePage
from courses.translating.completeness import Tally, tally_all

MARKS = {State.MISSING: "○", State.DRAFT: "◐", State.STALE: "↻", State.READY: "●"}
OF_COURSE = (CoursePage, ModulePage, LessonPage)  # by depth
COURSES, PAGES, EXERCISES, TERMS = _("Courses"), _("Pages"), _("Exercises"), _("Glossary")


@dataclass(frozen=True)
class Cell:
    """One language of a row. `edit_url`: the editor at this language; `translate_url`: beside the source."""

    language: str
    state: State
    filled: int
    of: int
    edit_url: str
    is_source: bool = False
    translate_url: str = ""

    @property
    def percent(self) -> int:
        return percent_done(self.filled, self.of)

    @property
    def mark(self) -> str:
        return MARKS[self.state]

    @property
    def is_stale(self) -> bool:
        return self.state == State.STALE


@dataclass(frozen=True)
class Row:
    """A page, an exercise or a term. `path`: of a page, or of the lessons an exercise is in."""

    pk: int
    section: Any
    kind: str
    heading: str
    heading_language: str
    cells: list[Cell]
    depth: int = 0
    paths: tuple[str, ...] = ()
    is_page: bool = False
    module_pk: int | None = None
    headings: dict[str, str] = field(default_factory=dict)

    @property
    def heading_direction(self) -> str:
        return direction(self.heading_language)

    @property
    def goes_out(self) -> bool:
        """Whether an outside translator has a file of it."""
        return self.section == COURSES and self.depth < OF_COURSE.index(LessonPage)


@dataclass(frozen=True)
class Total:
    """How much of everything is written in one language."""

    language: str
    filled: int
    of: int

    @property
    def name(self) -> str:
        return NAMES[self.language]

    @property
    def percent(self) -> int:
        return percent_done(self.filled, self.of)


def read_rows() -> list[Row]:
    """Every row, courses first, each as the tree has them."""
    pages = _page_rows()
    modules = {row.paths[0]: row.pk for row in pages if row.goes_out}
    order = [COURSES, PAGES]
    pages.sort(key=lambda row: (order.index(row.section), row.paths))
    return [*pages, *_exercise_rows(modules), *_term_rows()]


def totals(rows: Iterable[Row]) -> list[Total]:
    """The totals of some rows by language."""
    cells = [cell for row in rows for cell in row.cells]
    return [
        Total(
            code,
            sum(cell.filled for cell in cells if cell.language == code),
            sum(cell.of for cell in cells if cell.language == code),
        )
        for code in ORDER
    ]


def select(
    rows: Sequence[Row], *, course: str = "", language: str = "", state: str = "", search: str = ""
) -> list[Row]:
    """The rows of a course (its path) that are in a state in a language (without language: in any), and whose heading
    has the words in some language."""
    languages = [language] if language else list(ORDER)
    return [
        row
        for row in rows
        if (not course or any(path.startswith(course) for path in row.paths))
        and (not state or any(cell.state == state and cell.language in languages for cell in row.cells))
        and (not search or any(fold(search) in fold(text) for text in row.headings.values()))
    ]


# Pages


def _page_models() -> list[type[TranslatedPage]]:
    return [model for model in apps.get_models() if issubclass(model, TranslatedPage) and not model._meta.abstract]


def _page_rows() -> list[Row]:
    headings = [f"heading_{code}" for code in ORDER]
    fields = ("pk", "path", "translation_key", "draft_headings", "language_states", *headings)
    found = [(model, page) for model in _page_models() for page in model._default_manager.values(*fields)]
    modules = {page["path"]: page["pk"] for model, page in found if model in (CoursePage, ModulePage)}
    return [_page_row(model, page, modules) for model, page in found]


def _page_row(model: type[TranslatedPage], page: dict[str, Any], modules: dict[str, int]) -> Row:
    module = modules.get(page["path"]) or modules.get(page["path"][: -TranslatedPage.steplen])
    of_course = model in OF_COURSE
    states = page["language_states"]
    source, key = former_source(states), page["translation_key"]
    edit, tabs = reverse("wagtailadmin_pages:edit", args=[page["pk"]]), model.get_edit_handler().child_identifiers
    cells = [
        Cell(
            code, State(states[code]["state"]), states[code]["filled"], states[code]["of"], f"{edit}#tab-{tabs[place]}",
            code == source, _translate_url(module, str(key), code) if source and code != source else "",
        )
        for place, code in enumerate(ORDER)
    ]  # fmt: skip
    headings = page["draft_headings"] or {code: page[f"heading_{code}"] or "" for code in ORDER}
    heading, language = _heading(headings)
    depth = OF_COURSE.index(model) if of_course else 0
    return Row(
        page["pk"], COURSES if of_course else PAGES, capfirst(str(model._meta.verbose_name)), heading, language, cells,
        depth, (page["path"],), True, module, headings,
    )  # fmt: skip


def _heading(headings: dict[str, str]) -> tuple[str, str]:
    language = next((code for code in (active(), *ORDER) if headings.get(code)), ORDER[0])
    return headings.get(language, ""), language


def _translate_url(module: int | None, node_id: str, language: str) -> str:
    """Side by side is by module, or of a course itself: texts outside of one are written in their editor."""
    return reverse("courses_translations:translate", args=[module, node_id, language]) if module else ""


# Exercises and terms


def _exercise_rows(modules: dict[str, int]) -> list[Row]:
    used: dict[int, list[str]] = {}
    for pk, path in LessonExercise.objects.order_by("lesson__path").values_list("exercise_id", "lesson__path"):
        used.setdefault(pk, []).append(path)
    keys = dict(Exercise.objects.values_list("pk", "key"))
    tallies = tally_all(Exercise)
    rows = []
    for pk, tally in tallies.items():
        paths = tuple(used.get(pk, ()))
        module = next((modules.get(path[: -TranslatedPage.steplen]) for path in paths), None)
        edit = reverse("wagtailsnippets_courses_exercise:edit", args=[pk])
        rows.append(_tally_row(Exercise, EXERCISES, pk, tally, edit, paths, module, str(keys[pk])))
    return sorted(rows, key=lambda row: fold(row.heading))


def _term_rows() -> list[Row]:
    rows = []
    for pk, tally in tally_all(GlossaryTerm).items():
        edit = reverse("wagtailsnippets_courses_glossaryterm:edit", args=[pk])
        rows.append(_tally_row(GlossaryTerm, TERMS, pk, tally, edit))
    return sorted(rows, key=lambda row: fold(row.heading))


def _tally_row(
    model: Any, section: Any, pk: int, tally: Tally, edit: str, paths: tuple[str, ...] = (),
    module: int | None = None, key: str = "",
) -> Row:  # fmt: skip
    cells = []
    for code, entry in tally.states().items():
        is_source = code == tally.source
        url = _translate_url(module, key, code) if not is_source and tally.of else ""
        cells.append(Cell(code, State(entry["state"]), entry["filled"], entry["of"], edit, is_source, url))
    heading, language = _heading(tally.headings)
    kind = capfirst(str(model._meta.verbose_name))
    return Row(pk, section, kind, heading, language, cells, 0, paths, False, module, tally.headings)
