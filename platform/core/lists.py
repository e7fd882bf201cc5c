"""Lists of staff on one table: ordered by a head, narrowed, with the columns one wants, taken as a file, printed.

A view says what its columns are and hands over the rows; `components/list_form.html` and `components/list.html` draw
the rest. Order, page and codes stand in the address; words that may be a name are posted (`is_posted`), and then the
heads and the pages post too. Columns that were chosen are kept for the account (`core.chosen_columns`), until it takes
the usual ones again; those that an address names go before them.
"""

from __future__ import annotations

import html
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any
from urllib.parse import urlencode

from django.core.exceptions import PermissionDenied
from django.core.paginator import Page, Paginator
from django.db.models import F, QuerySet
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect
from django.utils.html import format_html, format_html_join, strip_tags
from django.utils.safestring import SafeString
from django.utils.translation import gettext
from wagtail.log_actions import log

from core.chosen_columns import keep_columns, read_columns
from core.list_forms import ListForm
from core.sorting import Rows, sorted_by
from core.spreadsheets.writing import as_csv
from core.tables import Badge, Column, DataTable, Link, Missing, Sort, data_table

TAKEN = "core.take_list"  # in the log: a list was taken as a file
FORM = "list-form"  # the id of the form that a head of a posted list belongs to


@dataclass(frozen=True, slots=True)
class Item:
    """A column of a list.

    `read`: what a row's cell shows (a value, `Link`, `Badge`, `Missing`); `write`: what the file holds, if it is not
    the text of that. `order`: expressions by which the rows of a query go, ascending; `key`: by what those of a
    sequence do, None last. `up` and `down`: what is asked for by it, where that is not the name and the name after a
    sign; `falls`: down is asked for first. One that is not `is_shown` is only for who chooses it; one that is not
    `is_written` stands in no file.
    """

    name: str
    label: str
    read: Callable[[Any], object]
    write: Callable[[Any], object] | None = None
    order: tuple[Any, ...] = ()
    key: Callable[[Any], Any] | None = None
    up: str = ""
    down: str = ""
    falls: bool = False
    numeric: bool = False
    is_shown: bool = True
    is_written: bool = True

    @property
    def orders(self) -> tuple[str, str]:
        """What is asked for ascending and descending; empty: it orders nothing."""
        named = (self.up or self.name, self.down or f"-{self.name}")
        return named if self.order or self.key or self.up else ("", "")


def asked_in(request: HttpRequest, *, is_posted: bool = False) -> QueryDict:
    """Where what is asked of a list stands: in the address, or in what is posted: a wish for a file always is. Words
    that must not stand in an address (`is_posted`) are not taken from one."""
    if request.method == "POST":
        return request.POST
    if is_posted and "q" in request.GET:
        found = request.GET.copy()
        del found["q"]
        return found
    return request.GET


class Listing:
    """One list as it was asked for. `rows`, a query or, where no query can find them, a sequence, come in their usual
    order, which is that of `usual`, an order of a column; those read a page at a time (`Rows`) in the one asked for.

    `prepare` makes of the rows of a page (or of all, for the file) what `read` is given; `group` says what a row stands
    under as long as they are in that order. `path`: where the list is, if it is shown elsewhere too. Call `answer`
    first; on a page that posts another form as well, where it `is_meant`.
    """

    def __init__(
        self, request: HttpRequest, *, name: str, caption: str, items: Sequence[Item],
        rows: QuerySet[Any] | Sequence[Any] | Rows,
        form: ListForm | None = None, per_page: int = 30, usual: str = "", may_take: bool = False,
        is_posted: bool = False, prepare: Callable[[list[Any]], Iterable[Any]] = list,
        group: Callable[[Any], str] | None = None, path: str = "",
    ) -> None:  # fmt: skip
        self.request, self.name, self.caption, self.form = request, name, caption, form
        self.path = path or request.path  # the whole list, as it usually is
        self.items, self.usual, self.may_take, self.is_posted = items, usual, may_take, is_posted
        self.data = asked_in(request, is_posted=is_posted)
        self.rows = self._ordered(rows)
        self.per_page, self.prepare, self.group = per_page, prepare, group

    # What was asked

    @cached_property
    def asked(self) -> dict[str, Any]:
        """By what the rows are narrowed; a field that is hidden says where the list stands."""
        if self.form is None:
            return {}
        hidden = {"order", *(field.name for field in self.form.hidden_fields())}
        return {name: value for name, value in self.form.asked().items() if name not in hidden}

    @property
    def is_narrowed(self) -> bool:
        return bool(self.asked) or bool(self.form and self.form.errors)

    @property
    def is_filtered(self) -> bool:
        """Whether more than words narrow it: then the choices lie open."""
        return self.is_narrowed and set(self.asked) != {"q"}

    @property
    def is_secret(self) -> bool:
        """Whether words were asked that must not stand in an address."""
        return self.is_posted and "q" in self.asked

    @cached_property
    def order(self) -> str:
        """The order that was asked for, of a column or of the form's own; empty: the usual one."""
        if self.form and "order" in self.form.fields:
            return self.form.asked().get("order", "")
        asked = self.data.get("order", "")
        return asked if asked and any(asked in item.orders for item in self.items) else ""

    @cached_property
    def columns(self) -> list[Item]:
        """Those shown: named by the address, or chosen once, or the usual ones."""
        return self._named or self._kept or self._usual

    @property
    def is_chosen(self) -> bool:
        """Whether the account chose columns of its own for this list."""
        return bool(self._kept)

    @property
    def _usual(self) -> list[Item]:
        return [item for item in self.items if item.is_shown]

    @cached_property
    def _named(self) -> list[Item]:
        return self._of(",".join(self.data.getlist("columns")).split(","))

    @cached_property
    def _kept(self) -> list[Item]:
        return self._of(read_columns(self.request.user, self.name))

    def _of(self, names: Iterable[str]) -> list[Item]:
        """The columns of these names, none if no name is known; what names a row always stands there."""
        chosen = set(names)
        if not any(item.name in chosen for item in self.items):
            return []
        return [item for item in self.items if item.name in chosen or item is self.items[0] or not item.label]

    @property
    def column_choices(self) -> list[tuple[Item, bool]]:
        """Each column that may be left out, and whether it is shown."""
        return [(item, item in self.columns) for item in self.items[1:] if item.label]

    @cached_property
    def sent(self) -> dict[str, str]:
        """All that was asked, as it came, to be sent again with something else; never the page."""
        kept = self.form.as_typed(leave=["order"]) if self.form else {}
        if self.order:
            kept["order"] = self.order
        if self.columns != (self._kept or self._usual):
            kept["columns"] = ",".join(item.name for item in self.columns)
        return kept

    def address(self, **change: str) -> str:
        """Where the list stands as it was asked for, but for `change`."""
        query = urlencode(self.sent | change)
        return f"{self.path}?{query}" if query else self.path

    # What it shows

    @cached_property
    def page(self) -> Page[Any]:
        return Paginator(self.rows, self.per_page).get_page(self.data.get("page"))

    @cached_property
    def table(self) -> DataTable:
        """The page's rows under heads that order them."""
        shown = list(self.prepare(list(self.page.object_list)))
        rows = [[item.read(row) for item in self.columns] for row in shown]
        heads = [self.group(row) for row in shown] if self.group and not self.order else ()
        return data_table(self.caption, [self._column(item) for item in self.columns], rows, heads)

    def _column(self, item: Item) -> Column:
        column = Column(item.label, numeric=item.numeric)
        up, down = item.orders
        if not up:
            return column
        now = self.order or self.usual
        state = "ascending" if now == up else "descending" if now == down else ""
        first, second = (down, up) if item.falls else (up, down)
        value = second if now == first else first
        url = "" if self.is_secret else self.address(order=value)
        return replace(column, sort=Sort(value=value, url=url, form=FORM, state=state))

    def _ordered(self, rows: QuerySet[Any] | Sequence[Any] | Rows) -> Any:
        """In the order asked for; rows alike in it stay as they usually are."""
        for item in self.items if self.order else ():
            if self.order not in item.orders:
                continue
            if item.key:
                return sorted_by(rows, item.key, down=self.order == item.orders[1])
            if item.order and isinstance(rows, QuerySet):
                turned = [_turned(one, down=self.order == item.orders[1]) for one in item.order]
                return rows.order_by(*turned, *rows.query.order_by)
        return rows

    # What is answered before anything is shown

    @property
    def is_meant(self) -> bool:
        """Whether what was posted is for the list, not for another form of its page."""
        # A browser sends the field of a file that nobody chose too: empty.
        return any(self.request.POST.get(name) for name in ("file", "keep"))

    def answer(self) -> HttpResponse | None:
        """The file that was asked for, or the way to the address that says what was asked. PermissionDenied for a file
        that whoever asks may not take."""
        if self.request.method != "POST":
            return None
        if self.request.POST.get("file") == "csv":
            if not self.may_take:
                raise PermissionDenied
            return self._file()
        if keep := self.request.POST.get("keep"):
            self._keep([] if keep == "usual" else self._named)
        if self.is_secret or (self.form and self.form.errors):
            return None
        return redirect(self.address())

    def _keep(self, chosen: list[Item]) -> None:
        """The columns for this account from now on; those that the list has by itself need not be kept."""
        self._kept = [] if chosen == self._usual else chosen
        columns = [item.name for item in self._kept]
        keep_columns(user=self.request.user, name=self.name, title=self.caption, columns=columns)
        self._named = []

    def _file(self) -> HttpResponse:
        """All rows with the columns shown, of any page. That it was taken is written down, without a name."""
        columns = [item for item in self.columns if item.is_written]
        rows = [[_written(item, row) for item in columns] for row in self.prepare(list(self.rows))]
        log(
            instance=self.request.tenant,  # type: ignore[attr-defined]  # django-tenants' middleware
            action=TAKEN, user=self.request.user, title=self.caption,
            data={"list": self.name, "rows": len(rows), "form": "csv"},
        )  # fmt: skip
        content = as_csv([[item.label for item in columns], *rows])
        response = HttpResponse(content, content_type="text/csv; charset=utf-8")
        response.headers["Content-Disposition"] = f'attachment; filename="{self.name}.csv"'
        response.headers["Cache-Control"] = "private, no-store"
        return response


def in_a_row(texts: Iterable[object]) -> str:
    """Texts of either direction one after another, as the reader's language separates them."""
    joined = format_html_join(gettext(", "), "<bdi>{}</bdi>", ((text,) for text in texts))
    return format_html("<span>{}</span>", joined) if joined else ""


def links_in_a_row(links: Iterable[tuple[str, object]], told: object) -> str:
    """Links to the same thing in several forms; whoever hears one hears what it is of (`told`)."""
    hidden = format_html('<span class="visually-hidden"> · {}</span>', told)
    drawn = format_html_join(" · ", '<a href="{}">{}{}</a>', ((url, label, hidden) for url, label in links))
    return format_html("<span>{}</span>", drawn)


def _turned(expression: Any, *, down: bool) -> Any:
    """Without a value comes last, whichever way."""
    found = F(expression) if isinstance(expression, str) else expression
    return found.desc(nulls_last=True) if down else found.asc(nulls_last=True)


def _written(item: Item, row: Any) -> object:
    """What the file holds of a cell: numbers and days as such, else its text without markup."""
    value = item.write(row) if item.write else item.read(row)
    if isinstance(value, Missing):
        return ""
    if isinstance(value, Link | Badge):
        value = value.value
    return html.unescape(strip_tags(value)).strip() if isinstance(value, SafeString) else value
