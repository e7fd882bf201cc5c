"""Views of messages: what I want to be reminded of, and the address that stops them."""

from typing import Any, cast

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt

from accounts.requests import SignedInRequest
from core import push
from people.extension_points import reminders
from people.messages.devices import marks_of
from people.messages.sending import may_be_woken, read_token
from people.models import MutedReminder, NightCall, Person
from people.own_data import own_person
from people.views.devices import is_offered

AT_NIGHT = "at_night"


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
