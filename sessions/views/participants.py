"""The people on a session's list as a table: who they are, how many half-days they came to."""

from typing import Any

from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _

from accounts.roles import Ability, abilities
from core.codes import Category, region_name
from core.dates import number
from core.folding import by_label, by_words
from core.lists import Item, Listing
from core.tables import Link, Missing
from people.models import Person
from people.names.reading import both_names
from sessions.models import Registration, Slot, TrainingSession
from sessions.querysets import half_days_attended, people_on_list, people_with_marks
from sessions.views.fetching import StaffRequest, may_manage

MOST = 2000  # of one session, on one page


def participants(request: StaffRequest, session: TrainingSession, slots: list[Slot]) -> Listing:
    """Whoever exports names takes it as a file."""
    return Listing(
        request, name="participants", caption=_("People on the list"), items=_columns(request, session, slots),
        rows=people_on_list(session), per_page=MOST, usual="name",
        may_take=Ability.EXPORT_NAMES in abilities(request.user),
    )  # fmt: skip


def _columns(request: StaffRequest, session: TrainingSession, slots: list[Slot]) -> list[Item]:
    attended = half_days_attended(session)
    walked_in = Registration.objects.filter(session=session, walk_in=True).by_human()
    walk_ins = set(walked_in.values_list("who", flat=True))

    def half_days(person: Person) -> str:
        named = {"done": number(attended.get(person.pk, 0)), "total": number(len(slots))}
        said = _("%(done)s of %(total)s") % named
        return _("%(half_days)s, walk-in") % {"half_days": said} if person.pk in walk_ins else said

    columns = [
        Item("name", _("Name"), lambda one: name_of(one, manages=may_manage(request)), lambda one: one.full_name,
             order=by_words("full_name")),
        Item("category", _("Professional category"), lambda one: one.get_category_display() or _("Unknown"),
             order=by_label("category", Category.choices)),
        Item("half_days", _("Half-days"), half_days, lambda one: attended.get(one.pk, 0)),
        Item("institution", _("Institution"), lambda one: _own_words(one.institution), order=by_words("institution"),
             is_shown=False),
        Item("region", _("Region"), lambda one: region_name(one.person_region) if one.person_region else Missing(),
             is_shown=False),
    ]  # fmt: skip
    if not may_manage(request) or session.is_closed:
        return columns
    marked = people_with_marks(slots)
    remove = Item(
        "remove", "", lambda one: "" if one.pk in marked else remove_link(session, one), is_written=False
    )  # of whom nothing is recorded yet
    return [*columns, remove]


def name_of(person: Person, *, manages: bool) -> object:
    """For whoever keeps the register it leads to the record, where a gap is mended."""
    name = both_names(person)
    return Link(name, reverse("people:record", args=[person.uuid])) if manages else name


def remove_link(session: TrainingSession, person: Person) -> Link:
    """The way to take somebody off the list."""
    label = format_html(
        '{}<span class="visually-hidden"> <bdi>{}</bdi></span>', _("Take off the list"), person.full_name
    )
    return Link(label, reverse("sessions:remove_person", args=[session.uuid, person.uuid]))


def _own_words(text: Any) -> object:
    return format_html("<bdi>{}</bdi>", text) if text else Missing()
