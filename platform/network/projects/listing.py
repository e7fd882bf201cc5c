"""The list of projects, of the hub and of an NGO that is partner: what it is narrowed by, its columns."""

from typing import Any

from django import forms
from django.db.models import Count, F, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.dates import long_date, number
from core.folding import by_words, containing
from core.languages import ORDER, active, direction
from core.list_forms import ListForm, words_field
from core.lists import Item
from core.tables import Badge, Missing
from network.models import Project, ProjectQuerySet, Prolongation

WORDS_IN = ("code", "title_fr", "title_ar", "title_en", "grant_number")
NEWEST = Prolongation.objects.filter(project=OuterRef("pk")).order_by("-pk").values("ends")[:1]


class ProjectsForm(ListForm):
    """Words of title, code and grant, and whether it goes on: nothing of a person."""

    q = words_field(gettext_lazy("Title, code or grant number"))
    state = forms.ChoiceField(
        label=gettext_lazy("State"), required=False,
        choices=[("", gettext_lazy("All states")), ("open", gettext_lazy("Going on")), ("over", gettext_lazy("Ended"))],
    )  # fmt: skip

    def projects(self, among: ProjectQuerySet) -> QuerySet[Project]:
        """Those of `among` that meet all of it, the latest to begin first."""
        found: Any = among.with_parts().annotate(
            last=Coalesce(Subquery(NEWEST), F("ends")), members=Count("partners", distinct=True)
        )
        asked, over = self.asked(), Q(last__lt=timezone.localdate())
        if text := asked.get("q"):
            found = containing(found, text, *WORDS_IN)
        if state := asked.get("state"):
            found = found.filter(over if state == "over" else ~over)
        return found.order_by("-starts", "code")


def of_projects(view: str) -> list[Item]:
    """Title, leading to the page of that name, code, days."""
    titles = [f"title_{code}" for code in sorted(ORDER, key=lambda code: code != active())]
    return [
        Item("title", _("Project"), lambda one: _link(one, view), lambda one: one.title[0],
             order=(Coalesce(*(by_words(name)[0] for name in titles)),)),
        Item("code", _("Code"), lambda one: format_html("<bdi>{}</bdi>", one.code), order=("code",)),
        Item("starts", _("From"), lambda one: long_date(one.starts), lambda one: one.starts, order=("starts",),
             falls=True),
        Item("ends", _("To, included"), lambda one: long_date(one.ends_now), lambda one: one.ends_now, order=("last",),
             falls=True),
    ]  # fmt: skip


def of_the_hub() -> list[Item]:
    """With funders, partners and state."""
    return [
        *of_projects("network:project"),
        Item("funders", _("Funders"), _funders, lambda one: "; ".join(map(str, one.funders.all()))),
        Item("partners", _("Partners"), lambda one: number(len(one.partners.all())),
             lambda one: len(one.partners.all()), order=("members",), falls=True, numeric=True),
        Item("state", _("State"), _state),
        Item("grant", _("Grant number"), lambda one: one.grant_number or Missing(), order=by_words("grant_number"),
             is_shown=False),
    ]  # fmt: skip


def _link(one: Project, view: str) -> str:
    text, language = one.title
    address = reverse(view, args=[one.pk])
    return format_html('<a href="{}" lang="{}" dir="{}">{}</a>', address, language, direction(language), text)


def _funders(one: Project) -> Any:
    return format_html_join("; ", "<bdi>{}</bdi>", ((funder.name,) for funder in one.funders.all())) or Missing()


def _state(one: Project) -> Badge:
    return Badge(_("Ended")) if one.is_over else Badge(_("Going on"), "current")
