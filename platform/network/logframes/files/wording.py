"""What the files of a logframe say beside its numbers, in the active language."""

from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from core.dates import long_date, number
from impact.presentation import title_of
from network.logframes.progress import Point
from network.logframes.table import Aims, IndicatorRows, Line, LogframeTable
from network.logframes.values import Number, Value, in_words
from network.models import FrameIndicator


@dataclass(frozen=True)
class Named:
    """A line of an indicator as files list it: itself, then each partner, then each value of its axes."""

    text: str
    line: Line
    is_part: bool


def title(table: LogframeTable) -> str:
    return _("Logframe: %(title)s") % {"title": table.project.title[0]}


def facts(table: LogframeTable) -> list[tuple[str, str]]:
    """What stands above the table."""
    project, frame = table.project, table.frame
    found = [(_("Code"), project.code)]
    if project.grant_number:
        found.append((_("Grant number"), project.grant_number))
    if funders := "; ".join(one.name for one in project.funders.all()):
        found.append((_("Funders"), funders))
    found.append((_("From"), long_date(project.starts)))
    found.append((_("To, included"), long_date(project.ends_now)))
    approved = {"number": frame.number, "day": long_date(frame.approved_on or project.starts), "who": frame.approved_by}
    found.append((_("Version"), _("%(number)s, approved on %(day)s by %(who)s") % approved))
    found.append((_("Published figures of"), title_of(table.asked) if table.asked else _("all that is published")))
    return found


def notes(table: LogframeTable) -> list[str]:
    """What a reader must know before adding anything up."""
    found = []
    if table.published_by:
        found.append(_("Published by: %(names)s.") % {"names": "; ".join(table.published_by)})
    if table.not_published_by:
        found.append(_("Not in these numbers, since nothing is published: %(names)s.")
                     % {"names": "; ".join(table.not_published_by)})  # fmt: skip
    for row in table.rows:
        for line in row.partners:
            if line.left:
                told = {"name": line.name, "day": long_date(line.left)}
                found.append(_("%(name)s left the project on %(day)s.") % told)
        break
    found += [
        _("People are never added up over partners: who is known to two of them is one. There the least and the most "
          "there can be stands, and no progress is told."),
        _("“not shown”: fewer than five people, or a number from which such a one could be computed."),
        _("Progress compares with what a straight line from the baseline over the milestones to the target would have "
          "reached on the same day."),
        _("Check this shape against the funder’s present template before you send it."),
    ]  # fmt: skip
    return found


def lines_of(row: IndicatorRows, *, with_parts: bool = True) -> list[Named]:
    """The indicator's own line first."""
    found = [Named(f"{row.indicator.code} {row.name[0]}", row.whole, False)]
    if with_parts and len(row.partners) > 1:
        found += [Named(line.name, line, True) for line in row.partners]
    if with_parts:
        found += [Named(line.name, line, True) for line in row.cells]
    return found


def amount(value: Value, indicator: FrameIndicator) -> Number | str:
    """A number as a number; else its words."""
    return value.number if value.number is not None and not value.is_least else in_words(value, indicator)


def point(one: Point | None) -> str:
    """A value with its day."""
    return f"{number(one.value)} ({long_date(one.day)})" if one else "–"


def points(aims: Aims) -> str:
    return "; ".join(point(one) for one in aims.milestones) or "–"


def progress(line: Line) -> str:
    """In its word, with how much of the way."""
    if line.progress is None:
        return "–"
    return _("%(word)s, %(percent)s %%") % {
        "word": line.progress.word.label, "percent": number(line.progress.percent),
    }  # fmt: skip


def as_of(line: Line) -> str:
    return long_date(line.achieved.day) if line.achieved.day else "–"


def current_heads() -> tuple[str, str]:
    """How the achieved value is called: as published, and live where an NGO reads itself."""
    return pgettext("logframe", "Achieved, as published"), pgettext("logframe", "Achieved, live")
