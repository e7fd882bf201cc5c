"""The list of reports: a line to each published period of the whole NGO, and of each project that one may read."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django import forms
from django.urls import reverse
from django.utils.html import format_html
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.requests import SignedInRequest
from core.dates import long_date
from core.languages import isolated
from core.list_forms import ListForm
from core.lists import Item, Listing, asked_in, links_in_a_row
from impact.counting import Period
from impact.models import Snapshot
from impact.presentation import title_of
from impact.publishing import LABELS

WHOLE = "-"  # what the whole NGO is chosen by; no project's code


@dataclass(frozen=True)
class ReportLine:
    """A published period of the whole, whose `code` is empty, or of a project."""

    snapshot: Snapshot
    code: str
    name: str

    @property
    def title(self) -> str:
        return title_of(Period(self.snapshot.period.start, self.snapshot.period.end))


class ReportsForm(ListForm):
    """Of which project; a code."""

    project = forms.ChoiceField(label=gettext_lazy("Project"), required=False)

    def __init__(self, data: Any, lines: Sequence[ReportLine]) -> None:
        super().__init__(data)
        named = sorted({(line.code or WHOLE, line.name) for line in lines}, key=lambda one: (one[0] != WHOLE, one[1]))
        field = self.fields["project"]
        field.choices = [("", _("All reports")), *named]  # type: ignore[attr-defined]  # a field of choices


def list_reports(request: SignedInRequest, lines: Sequence[ReportLine]) -> Listing:
    """`lines` are those that the reader may read, the latest period first; none names anybody, so all may take them."""
    form = ReportsForm(asked_in(request), lines)
    chosen = form.asked().get("project", "")
    return Listing(
        request, name="reports", caption=_("Reports"), items=_columns(), form=form, usual="-period", may_take=True,
        rows=[line for line in lines if chosen in ("", line.code or WHOLE)],
    )  # fmt: skip


def _columns() -> list[Item]:
    return [
        Item("period", _("Period"), _title, lambda one: one.title, falls=True,
             key=lambda one: (one.snapshot.period.start, one.snapshot.period.end)),
        Item("project", _("Project"), _project, lambda one: one.name,
             key=lambda one: (bool(one.code), one.name)),
        Item("published", _("Published"), lambda one: long_date(one.snapshot.taken_at),
             lambda one: localdate(one.snapshot.taken_at), key=lambda one: one.snapshot.taken_at, falls=True),
        Item("mark", _("Mark"), lambda one: format_html("<bdi>{}</bdi>", one.snapshot.short_digest), is_shown=False),
        Item("files", _("Files"), _files, is_written=False),
    ]  # fmt: skip


def _title(one: ReportLine) -> Any:
    label = format_html(" · <bdi>{}</bdi>", one.snapshot.label) if one.snapshot.label else ""
    return format_html("{}{}", one.title, label)


def _project(one: ReportLine) -> str:
    return isolated(one.name)


def _files(one: ReportLine) -> Any:
    query = f"?{urlencode({'project': one.code})}" if one.code else ""
    links = ((reverse("impact:report", args=[one.snapshot.digest, form]) + query, label) for form, label in LABELS)
    return links_in_a_row(links, format_html("{} {}", one.title, isolated(one.name)))
