"""The log of messages for coordinators: what became of each, neither to whom by name, nor what it said."""

import datetime
from collections.abc import Iterable
from dataclasses import dataclass

from django import forms
from django.db.models import Count, QuerySet
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.requests import SignedInRequest
from accounts.roles import Ability, requires
from core.dates import long_date
from core.folding import by_label
from core.list_forms import ListForm
from core.lists import Item, Listing, asked_in
from people.extension_points import reminders
from people.messages.tries import state_of_message
from people.models import Person, SentMessage

RECENT = datetime.timedelta(days=7)
Outcome = SentMessage.Outcome
NOT_ARRIVED = {
    outcome.value: outcome.label for outcome in (Outcome.WAITING, Outcome.UNCERTAIN, Outcome.FAILED, Outcome.GIVEN_UP)
}


@dataclass(frozen=True)
class Line:
    """One line of the log; one that did not arrive leads on to the record of whoever is in the register."""

    message: SentMessage
    leads_on: bool

    @property
    def state(self) -> str:
        return _capital(state_of_message(self.message))


def _kinds() -> list[tuple[str, object]]:
    return [(kind.name, kind.label) for kind in reminders]


class LogForm(ListForm):
    """Codes alone: they may stand in an address."""

    outcome = forms.ChoiceField(
        label=gettext_lazy("Outcome"), required=False, choices=[("", gettext_lazy("All")), *Outcome.choices]
    )
    kind = forms.ChoiceField(
        label=gettext_lazy("Kind"), required=False, choices=lambda: [("", gettext_lazy("All")), *_kinds()]
    )
    channel = forms.ChoiceField(
        label=gettext_lazy("Channel"), required=False,
        choices=[("", gettext_lazy("All")), *SentMessage.Channel.choices],
    )  # fmt: skip

    def messages(self) -> QuerySet[SentMessage]:
        """Those that meet all of it, the latest first."""
        return SentMessage.objects.filter(**self.asked()).order_by("-sent_at", "-pk")


@requires(Ability.MANAGE_SESSIONS)
def log(request: SignedInRequest) -> HttpResponse:
    """What became of each message, by kind and channel. What did not arrive leads to the record, where it says how
    else somebody is reached; the file does not say whose."""
    form = LogForm(asked_in(request))
    listing = Listing(
        request, name="messages", caption=_("Messages sent"), items=_columns(), rows=form.messages(), form=form,
        usual="-sent", may_take=True, prepare=_lines,
    )  # fmt: skip
    if answer := listing.answer():
        return answer
    return render(request, "people/message_log.html", {"list": listing, "not_arrived": _not_arrived()})


def _columns() -> list[Item]:
    kinds = dict(_kinds())
    return [
        Item("sent", _("Day"), lambda one: long_date(one.message.sent_at), lambda one: localdate(one.message.sent_at),
             order=("sent_at",), falls=True),
        Item("kind", _("Kind"), lambda one: kinds.get(one.message.kind, one.message.kind),
             order=by_label("kind", _kinds())),
        Item("channel", _("Channel"), lambda one: one.message.get_channel_display(), order=("channel",)),
        Item("outcome", _("Outcome"), _outcome, lambda one: one.state, order=by_label("outcome", Outcome.choices)),
    ]  # fmt: skip


def _lines(messages: list[SentMessage]) -> Iterable[Line]:
    """One query for all: who of them is still in the register."""
    known = set(Person.objects.filter(uuid__in={one.person for one in messages}).values_list("uuid", flat=True))
    return [Line(one, one.outcome in NOT_ARRIVED and one.person in known) for one in messages]


def _outcome(one: Line) -> str:
    if not one.leads_on:
        return one.state
    record = reverse("people:record", args=[one.message.person])
    return format_html('{} · <a href="{}">{}</a>', one.state, record, _("Open the record"))


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def _not_arrived() -> list[tuple[str, str, int]]:
    """Of the last days: each outcome that is no arrival, in words and number."""
    recent = SentMessage.objects.filter(outcome__in=NOT_ARRIVED, sent_at__gt=timezone.now() - RECENT)
    counted = dict(recent.order_by().values_list("outcome").annotate(number=Count("pk")))
    return [(name, str(NOT_ARRIVED[name]), counted[name]) for name in NOT_ARRIVED if name in counted]
