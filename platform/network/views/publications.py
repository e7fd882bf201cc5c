"""The list of what the network itself has published, with its files."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.html import format_html
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from accounts.requests import SignedInRequest
from accounts.roles import Ability, requires
from core.dates import long_date
from core.lists import Item, Listing, links_in_a_row
from impact.counting import Period
from impact.models import Snapshot
from impact.presentation import title_of
from impact.publishing import LABELS


@requires(Ability.SEE_NETWORK_FIGURES)
def publications(request: SignedInRequest) -> HttpResponse:
    """Every publication, those that were restated too, the newest first; it names nobody, so all may take it."""
    listing = Listing(
        request, name="publications", caption=_("Published by the network"), items=_columns(), usual="-published",
        rows=Snapshot.objects.select_related("period").order_by("-taken_at", "-pk"), may_take=True,
    )  # fmt: skip
    if answer := listing.answer():
        return answer
    return render(request, "network/publications.html", {"list": listing})


def _columns() -> list[Item]:
    return [
        Item("period", _("Period"), lambda one: format_html("<bdi>{}</bdi>", _title(one)), _title,
             order=("period__start", "period__end", "number"), falls=True),
        Item("published", _("Published"), lambda one: long_date(one.taken_at), lambda one: localdate(one.taken_at),
             order=("taken_at",), falls=True),
        Item("mark", _("Mark"), lambda one: format_html("<bdi>{}</bdi>", one.short_digest)),
        Item("files", _("Files"), _files, is_written=False),
    ]  # fmt: skip


def _title(one: Snapshot) -> str:
    title = title_of(Period(one.period.start, one.period.end))
    return f"{title} · {one.label}" if one.label else title


def _files(one: Snapshot) -> Any:
    links = ((reverse("network:report", args=[one.digest, form]), label) for form, label in LABELS)
    return links_in_a_row(links, format_html("<bdi>{}</bdi>", _title(one)))
