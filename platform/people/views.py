"""Joining with a code, and coming back."""

from django.contrib import messages
from django.contrib.auth import login
from django.core.cache import cache
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from accounts.models import User
from people.forms import CodeForm, JoinForm, ReturnForm
from people.joining import Target, find_participant, find_target
from people.joining import join as join_target
from people.models import Person

BACKEND = "django.contrib.auth.backends.ModelBackend"
TRIES, WINDOW = 20, 15 * 60  # wrong codes or PINs from one address, seconds


def join(request: HttpRequest) -> HttpResponse:
    """Ask for the code."""
    form = CodeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        if _too_many_tries(request):
            form.add_error(None, _("Too many tries. Wait a quarter of an hour, then try again."))
        elif find_target(form.cleaned_data["code"]):
            return redirect("people:join_code", code="".join(form.cleaned_data["code"].upper().split()))
        else:
            _count_try(request)
            form.add_error("code", _("This code is not known or no longer open. Check it, or ask your trainer."))
    return render(request, "people/join.html", {"form": form})


def join_code(request: HttpRequest, code: str) -> HttpResponse:
    """A newcomer joins what the code leads to; who is signed in already joins with one press."""
    target = find_target(code)
    if target is None:
        return _unknown_code(request)
    person = Person.objects.filter(user=request.user).first() if request.user.is_authenticated else None
    if person is not None:
        if request.method == "POST" or target.people.filter(pk=person.pk).exists():
            return _let_in(request, target, person)
        return render(request, "people/join_known.html", {"person": person, "target": target, "code": code})
    form = JoinForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        user, url = join_target(
            target=target, name=form.cleaned_data["name"], pin=form.cleaned_data["pin"], axes=form.axes()
        )
        login(request, user, BACKEND)
        return redirect(url)
    return render(request, "people/join_code.html", {"form": form, "target": target, "code": code})


def come_back(request: HttpRequest, code: str) -> HttpResponse:
    """Who has joined before signs in with name and PIN; one answer for every mistake."""
    target = find_target(code)
    if target is None:
        return _unknown_code(request)
    form = ReturnForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        user = None if _too_many_tries(request) else _returning(target, form)
        if user is not None:
            login(request, user, BACKEND)
            return _let_in(request, target, user.person)
        _count_try(request)
        form.add_error(None, _("This name and PIN do not go together here. Check both, or wait and try again."))
    return render(request, "people/come_back.html", {"form": form, "target": target, "code": code})


def _returning(target: Target, form: ReturnForm) -> User | None:
    return find_participant(target=target, name=form.cleaned_data["name"], pin=form.cleaned_data["pin"])


def _let_in(request: HttpRequest, target: Target, person: Person) -> HttpResponse:
    try:
        return redirect(target.let_in(person))
    except ValidationError as refusal:  # whoever runs a session takes no part in it
        messages.error(request, " ".join(refusal.messages))
        return redirect("people:join")


def _unknown_code(request: HttpRequest) -> HttpResponse:
    messages.error(request, _("This code is not known or no longer open. Check it, or ask your trainer."))
    return redirect("people:join")


def _tries_key(request: HttpRequest) -> str:
    return f"join-tries:{request.META.get('REMOTE_ADDR', '')}"


def _too_many_tries(request: HttpRequest) -> bool:
    return cache.get(_tries_key(request), 0) >= TRIES


def _count_try(request: HttpRequest) -> None:
    cache.add(_tries_key(request), 0, WINDOW)
    cache.incr(_tries_key(request))
