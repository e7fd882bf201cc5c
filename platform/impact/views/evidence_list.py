"""The list of what stands behind a figure: people, sessions or presences, each with the way to its half-days."""

from typing import Any

from django import forms
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from accounts.requests import SignedInRequest
from accounts.roles import Ability, abilities
from core.dates import long_date, number
from core.languages import isolated
from core.list_forms import ListForm
from core.lists import Item, Listing, asked_in
from core.tables import Link, Missing
from impact.drilldown import PER_PAGE, Row, columns_behind, rows_behind
from impact.presentation import FigureQuery
from impact.presentation.query import FILTERS

ASKED = ("year", "start", "end", "against_start", "against_end", *FILTERS)  # what FigureQuery reads
ORDERS = ("name", "session", "date", "amount")


class EvidenceForm(ListForm):
    """What the figure was asked by goes along, unseen, with whatever is asked of its rows; no field is one of words."""

    order = forms.ChoiceField(
        required=False, widget=forms.HiddenInput,
        choices=[("", ""), *((sign + name, name) for name in ORDERS for sign in ("", "-"))],
    )  # fmt: skip

    def __init__(self, data: Any) -> None:
        super().__init__(data)
        for name in ASKED:
            if data.get(name):
                self.fields[name] = forms.CharField(required=False, widget=forms.HiddenInput)


def list_evidence(request: SignedInRequest, code: str, asked: FigureQuery) -> Listing:
    """The rows of a figure that has some. Whoever may take names out takes the file of any; one that names nobody is
    for all who see it."""
    form = EvidenceForm(asked_in(request))
    has = columns_behind(code)
    return Listing(
        request, name="evidence", caption=_("What stands behind the figure"), items=_columns(code, has, asked),
        rows=rows_behind(code, asked.period, asked.selection, form.asked().get("order", "")), form=form,
        per_page=PER_PAGE, usual="date",
        may_take="person" not in has or Ability.EXPORT_NAMES in abilities(request.user),
    )  # fmt: skip


def _columns(code: str, has: frozenset[str], asked: FigureQuery) -> list[Item]:
    """Those that the rows of the figure have; the first names the row."""
    session = Item("session", _("Session"), _session, up="session")
    of_person = [
        Item("name", _("Name"), lambda one: _person(one, asked), up="name"),
        Item("ref", _("Reference"), lambda one: _ref(one.person), is_shown=False),
    ]
    of_session = [session, Item("session_ref", _("Reference of the session"), lambda one: _ref(one.session),
                                is_shown=False)]  # fmt: skip
    note = [Item("note", _note_label(code), lambda one: _own_words(one.note))]
    amount = [Item("amount", _amount_label(code), lambda one: number(one.amount), lambda one: one.amount, up="amount",
                   falls=True, numeric=True)]  # fmt: skip
    date = Item("date", _("Date"), lambda one: long_date(one.day), lambda one: one.day, up="date")
    return [
        *(of_person if "person" in has else ()), *(of_session if "session" in has else ()), date,
        *(note if "note" in has else ()), *(amount if "amount" in has else ()),
    ]  # fmt: skip


def _note_label(code: str) -> str:
    named = {"CERT": pgettext("of a certificate", "Number"), "ONLINE": _("Lesson")}
    return named.get(code, _("Tests"))


def _amount_label(code: str) -> str:
    return pgettext("number", "People") if code == "HC" else _("Minutes")


def _person(one: Row, asked: FigureQuery) -> object:
    if one.person is None:
        return Missing()
    name = _("Erased person") if one.person.erased_at else format_html("<bdi>{}</bdi>", one.person.full_name)
    return Link(name, f"{reverse('impact:person_evidence', args=[one.person.uuid])}?{asked.query}")


def _session(one: Row) -> object:
    if one.session is None:
        return _("Online course")
    return Link(isolated(one.session.title), reverse("impact:session_evidence", args=[one.session.uuid]))


def _ref(one: Any) -> object:
    return _own_words(one.ref) if one else Missing()


def _own_words(text: str | None) -> object:
    """What somebody wrote, in whichever script."""
    return format_html("<bdi>{}</bdi>", text) if text else Missing()
