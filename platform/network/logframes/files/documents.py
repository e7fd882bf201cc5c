"""A logframe to be read and printed: as a document for word processors, and as an accessible PDF."""

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from core.languages import active
from core.pdf import compile_pdf
from core.text import labelled
from network.logframes.files import wording
from network.logframes.files.word import Document
from network.logframes.table import LogframeTable, ResultRows
from network.logframes.values import in_words

SHARES = (30, 16, 18, 16, 18, 16, 26)


def as_docx(table: LogframeTable) -> bytes:
    """Along the chain: each statement, a table of its indicators, what it assumes."""
    made = Document(wording.title(table))
    made.heading(wording.title(table), 1)
    for label, text in wording.facts(table):
        made.text(labelled(label, text))
    for result in table.results:
        made.heading(_named(result), 2)
        if rows := _rows(result):
            made.table(_heads(table), rows, SHARES)
        if result.result.assumptions[0]:
            made.text(_assumes(result), quiet=True)
    made.heading(_("Notes"), 2)
    for note in wording.notes(table):
        made.text(note, quiet=True)
    return made.made()


def as_pdf(table: LogframeTable, organisation: str, **options: Any) -> bytes:
    """The same by typst (PDF/UA-1)."""
    data = {
        "language": active(), "title": wording.title(table), "organisation": organisation,
        "facts": wording.facts(table), "heads": _heads(table),
        "results": [
            {
                "name": _named(result), "rows": _rows(result), "assumptions": _assumes(result),
                "bars": _bars(result), "is_part": _parts(result),
            }
            for result in table.results
        ],
        "notes": wording.notes(table), "words": {"notes": _("Notes"), "page": _("page")},
    }  # fmt: skip
    return compile_pdf("logframe", data, **options)


def _heads(table: LogframeTable) -> list[str]:
    return [
        pgettext("logframe", "Indicator"), pgettext("logframe", "Baseline"), pgettext("logframe", "Milestones"),
        pgettext("logframe", "Target"), wording.current_heads()[0], _("Progress"), _("Sources of verification"),
    ]  # fmt: skip


def _named(result: ResultRows) -> str:
    return labelled(f"{result.result.get_level_display()} {result.result.code}", result.result.statement[0])


def _assumes(result: ResultRows) -> str:
    text = result.result.assumptions[0]
    return _("Assumptions: %(text)s") % {"text": text} if text else ""


def _rows(result: ResultRows) -> list[list[str]]:
    return [
        [
            named.text, wording.point(named.line.aims.baseline), wording.points(named.line.aims),
            wording.point(named.line.aims.target), in_words(named.line.achieved, row.indicator),
            wording.progress(named.line), "" if named.is_part else row.sources,
        ]
        for row in result.rows
        for named in wording.lines_of(row)
    ]  # fmt: skip


def _bars(result: ResultRows) -> list[int | None]:
    """Of each row how long its bar is, in percent."""
    lines = [named.line for row in result.rows for named in wording.lines_of(row)]
    return [line.progress.bar if line.progress else None for line in lines]


def _parts(result: ResultRows) -> list[bool]:
    return [named.is_part for row in result.rows for named in wording.lines_of(row)]
