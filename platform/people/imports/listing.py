"""The lists that were imported: what they are narrowed by, their columns."""

from django import forms
from django.db.models import QuerySet
from django.urls import reverse
from django.utils.html import format_html
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.requests import SignedInRequest
from accounts.roles import Ability, abilities
from core.dates import long_date
from core.folding import by_label, by_words
from core.list_forms import ListForm
from core.lists import Item, Listing, asked_in
from core.tables import Link, Missing
from people.models import PeopleList

State = PeopleList.State
DONE = [(state.value, state.label) for state in (State.APPLIED, State.UNDONE)]


class ImportsForm(ListForm):
    """Whether it is imported or taken back; a code. The name of a list may be somebody's, so no words are asked."""

    state = forms.ChoiceField(
        label=gettext_lazy("State"), required=False, choices=[("", gettext_lazy("All states")), *DONE]
    )

    def lists(self) -> QuerySet[PeopleList]:
        """Those in it, the latest first; never a draft, nor the cells of one."""
        found = PeopleList.objects.exclude(state=State.DRAFT).filter(**self.asked())
        return found.select_related("made_by").defer("book", "choices", "changes").order_by("-pk")


def list_imports(request: SignedInRequest) -> Listing:
    """Names of lists and of who brought them: administrators alone take them as a file."""
    form = ImportsForm(asked_in(request))
    return Listing(
        request, name="imports", caption=_("Imported lists"), items=_columns(), rows=form.lists(), form=form,
        usual="-made", may_take=Ability.EXPORT_NAMES in abilities(request.user),
    )  # fmt: skip


def _columns() -> list[Item]:
    return [
        Item("name", _("List"), _link, order=by_words("name")),
        Item("made", _("Day"), lambda one: long_date(one.made_at), lambda one: localdate(one.made_at),
             order=("made_at",), falls=True),
        Item("by", _("Brought by"), _by,
             order=(*by_words("made_by__first_name"), *by_words("made_by__last_name"), "made_by__username")),
        Item("state", _("State"), lambda one: one.get_state_display(), order=by_label("state", DONE)),
    ]  # fmt: skip


def _link(one: PeopleList) -> Link:
    return Link(format_html("<bdi>{}</bdi>", one.name), reverse("people:people_list", args=[one.uuid]))


def _by(one: PeopleList) -> object:
    return format_html("<bdi>{}</bdi>", one.made_by) if one.made_by else Missing()
