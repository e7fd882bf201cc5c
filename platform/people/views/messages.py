"""Views of messages: what I want to be reminded of, the address that stops them, and the log for coordinators."""

import datetime
from dataclasses import dataclass
from typing import Any, cast

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.db.models import Count
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt

from accounts.requests import SignedInRequest
from accounts.roles import Ability, requires
from core import push
from people.extension_points import reminders
from people.messages.devices import marks_of
from people.messages.sending import may_be_woken, read_token
from people.messages.tries import state_of_message
from people.models import MutedReminder, NightCall, Person, SentMessage
from people.own_data import own_person
from people.views.devices import is_offered

PER_PAGE = 20
AT_NIGHT = "at_night"
RECENT = datetime.timedelta(days=7)
Outcome = SentMessage.Outcome
NOT_ARRIVED = {
    outcome.value: outcome.label for outcome in (Outcome.WAITING, Outcome.UNCERTAIN, Outcome.FAILED, Outcome.GIVEN_UP)
}


@dataclass(frozen=True)
class Line:
    """One line of the log."""

    kind: Any
    message: SentMessage
    state: str
    leads_on: bool


class OutcomeForm(forms.Form):
    """Which outcome is looked at; all without one."""

    outcome = forms.ChoiceField(choices=Outcome.choices, required=False)


class WishesForm(forms.Form):
    """A tick for each kind of reminder, and one for the night."""

    def __init__(self, person: Person, data: Any = None) -> None:
        super().__init__(data)
        self.person = person
        muted = set(MutedReminder.objects.filter(person=person).values_list("kind", flat=True))
        for kind in reminders:
            self.fields[kind.name] = forms.BooleanField(
                label=cast(str, kind.label), required=False, initial=kind.name not in muted
            )
        self.fields[AT_NIGHT] = forms.BooleanField(
            label=_("Tell me at night too when a session of the next day changes"), required=False,
            initial=may_be_woken().filter(pk=person.pk).exists(),
            help_text=_("Else it waits until 8 in the morning. A phone that lights up at night may be read by others."),
        )  # fmt: skip

    def save(self) -> None:
        """Keep the kinds that are not ticked, and the night if it is."""
        wishes = dict(self.cleaned_data)
        if wishes.pop(AT_NIGHT):
            NightCall.objects.get_or_create(person=self.person)
        else:
            NightCall.objects.filter(person__in=Person.objects.of(self.person)).delete()
        for name, wanted in wishes.items():
            if wanted:
                MutedReminder.objects.filter(person=self.person, kind=name).delete()
            else:
                MutedReminder.objects.get_or_create(person=self.person, kind=name)


@login_required
@never_cache
def my_messages(request: SignedInRequest) -> HttpResponse:
    """Which reminders I want, and where they go."""
    person = own_person(request.user)
    if person is None:
        return redirect("people:my_data")
    form = WishesForm(person, request.POST if request.method == "POST" else None)
    if form.is_valid():
        form.save()
        messages.success(request, _("Your choice is kept."))
        return redirect("people:messages")
    marks = marks_of(person)
    context = {
        "form": form, "person": person, "push_key": push.public_key(), "marks": marks,
        "is_shared": not is_offered(request),
    }  # fmt: skip
    return render(request, "people/messages.html", context)


@csrf_exempt  # mail programmes post here by themselves (RFC 8058); the address is signed
@never_cache
def unsubscribe(request: HttpRequest, token: str) -> HttpResponse:
    """Stop one kind of reminder without signing in. The page says nothing about whose they were."""
    found = read_token(token)
    if found and request.method == "POST":
        person, kind = found
        MutedReminder.objects.get_or_create(person=person, kind=kind)
    context = {"is_known": found is not None, "done": found is not None and request.method == "POST"}
    return render(request, "people/unsubscribe.html", context, status=200 if found else 404)


@requires(Ability.MANAGE_SESSIONS)
def log(request: SignedInRequest) -> HttpResponse:
    """What became of each message, by kind and channel; neither to whom by name, nor what it said.

    What did not arrive leads to the record, where it says how else somebody is reached.
    """
    labels = {kind.name: kind.label for kind in reminders}
    found, form = SentMessage.objects.order_by("-sent_at", "-pk"), OutcomeForm(request.GET)
    if outcome := form.is_valid() and form.cleaned_data["outcome"]:
        found = found.filter(outcome=outcome)
    page = Paginator(found, PER_PAGE).get_page(request.GET.get("page"))
    known = set(Person.objects.filter(uuid__in={row.person for row in page.object_list}).values_list("uuid", flat=True))
    rows = [
        Line(
            labels.get(row.kind, row.kind),
            row,
            state_of_message(row),
            row.outcome in NOT_ARRIVED and row.person in known,
        )
        for row in page.object_list
    ]
    context = {"page": page, "rows": rows, "form": form, "asked": outcome, "not_arrived": _not_arrived()}
    return render(request, "people/message_log.html", context)


def _not_arrived() -> list[tuple[str, str, int]]:
    """Of the last days: each outcome that is no arrival, in words and number."""
    recent = SentMessage.objects.filter(outcome__in=NOT_ARRIVED, sent_at__gt=timezone.now() - RECENT)
    counted = dict(recent.order_by().values_list("outcome").annotate(number=Count("pk")))
    return [(name, str(NOT_ARRIVED[name]), counted[name]) for name in NOT_ARRIVED if name in counted]
