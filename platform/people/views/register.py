"""The view of the register: one record per person of the NGO, narrowed, ordered, page by page."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from accounts.requests import SignedInRequest
from accounts.roles import Ability, abilities, requires
from core.codes import region_name
from core.dates import long_date
from core.lists import Item, Listing, asked_in
from core.tables import Link, Missing
from people.finding import usual_order
from people.forms.finding import FindForm
from people.models import Person
from people.names.reading import both_names
from people.retention import time_is_over_for

PER_PAGE = 30


@requires(Ability.MANAGE_SESSIONS)
@never_cache
def register(request: SignedInRequest) -> HttpResponse:
    """Everybody, or those asked for. Whatever bears a name is posted; the rest has an address that can be kept."""
    form = FindForm(asked_in(request, is_posted=True))
    listing = Listing(
        request, name="people", caption=_("People"), items=_columns(), rows=form.people(), form=form,
        per_page=PER_PAGE, usual=usual_order(), is_posted=True,
    )  # fmt: skip
    if answer := listing.answer():
        return answer
    can = abilities(request.user)
    context = {
        "list": listing,
        "page": listing.page,
        "sent": listing.sent,
        "may_export": Ability.EXPORT_NAMES in can,
        "may_decide": Ability.DECIDE_RETENTION in can,
        "over": time_is_over_for(),
    }
    return render(request, "people/register.html", context)


def _columns() -> list[Item]:
    return [
        Item("name", _("Name"), _name, up=usual_order(), down="-name"),
        Item(
            "category", _("Profession"), lambda one: _text(one.category and one.get_category_display()), up="category"
        ),
        Item("institution", _("Institution"), lambda one: _own_words(one.institution), up="institution"),
        Item("person_region", _("Region"), _region, up="person_region"),
        Item("last", _("Last presence"), _last_presence, up="silent", down="last", falls=True),
        Item("other", _("Name in the other script"), lambda one: _own_words(one.name_other_script), is_shown=False),
        Item("kind", _("Kind of institution"), lambda one: _text(one.get_institution_type_display()), is_shown=False),
        Item("language", _("Language"), lambda one: _text(one.get_person_language_display()), is_shown=False),
        Item("sex", _("Sex"), lambda one: _text(one.get_sex_display()), is_shown=False),
        Item("age", _("Age band"), lambda one: _text(one.get_age_band_display()), is_shown=False),
    ]


def _name(person: Person) -> Link:
    return Link(both_names(person), reverse("people:record", args=[person.uuid]))


def _region(person: Person) -> object:
    return _text(person.person_region and region_name(person.person_region))


def _last_presence(person: Any) -> object:
    day = getattr(person, "last_presence", None)  # of those that `find_people` gives
    return _text(day and long_date(day))


def _own_words(text: str) -> object:
    """What somebody wrote, in whichever script."""
    return format_html("<bdi>{}</bdi>", text) if text else Missing()


def _text(value: object) -> object:
    return value or Missing()
