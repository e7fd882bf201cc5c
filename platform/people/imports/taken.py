"""The files with many names that were taken out: a list of its own for administrators."""

from django import forms
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.html import format_html
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from wagtail.models import ModelLogEntry

from accounts.requests import SignedInRequest
from accounts.roles import Ability, requires
from core.dates import long_date
from core.folding import by_label, by_words
from core.list_forms import ListForm
from core.lists import Item, Listing, asked_in
from core.tables import Missing
from people.extension_points import export_actions
from people.imports.export_log import logged_exports


class TakenForm(ListForm):
    """What was taken; a code."""

    what = forms.ChoiceField(label=gettext_lazy("What was taken"), required=False)

    def __init__(self, data: object) -> None:
        super().__init__(data)  # type: ignore[arg-type]  # of the address, or posted
        field = self.fields["what"]
        field.choices = [("", _("Everything")), *_labels()]  # type: ignore[attr-defined]  # a field of choices

    def entries(self) -> QuerySet[ModelLogEntry]:
        """Those of it, the latest first."""
        chosen = self.asked().get("what")
        return logged_exports().filter(action=chosen) if chosen else logged_exports()


@requires(Ability.EXPORT_NAMES)
@never_cache
def taken(request: SignedInRequest) -> HttpResponse:
    """Every file with names that left, by whom and when; never a participant's name."""
    form = TakenForm(asked_in(request))
    listing = Listing(
        request, name="files-with-names", caption=_("Files with names"), items=_columns(), rows=form.entries(),
        form=form, usual="-when", may_take=True,
    )  # fmt: skip
    if answer := listing.answer():
        return answer
    return render(request, "people/imports/taken.html", {"list": listing})


def _labels() -> list[tuple[str, str]]:
    return [(action.name, str(action.label)) for action in export_actions]


def _columns() -> list[Item]:
    return [
        Item("when", _("Day"), lambda one: long_date(one.timestamp), lambda one: localdate(one.timestamp),
             order=("timestamp",), falls=True),
        Item("what", _("What was taken"), lambda one: one.message, order=by_label("action", _labels())),
        Item("of", _("Of what"), lambda one: format_html("<bdi>{}</bdi>", one.label), order=by_words("label")),
        Item("by", _("By whom"), _by,
             order=(*by_words("user__first_name"), *by_words("user__last_name"), "user__username")),
    ]  # fmt: skip


def _by(one: ModelLogEntry) -> object:
    return format_html("<bdi>{}</bdi>", one.user) if one.user else Missing()
