"""Views of joining with a code, its poster, coming back, and the first page of who has joined."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from accounts.forms import TOO_MANY_TRIES
from accounts.limits import give_back, take_try
from accounts.login import complete_sign_in
from accounts.models import User
from accounts.requests import SignedInRequest
from accounts.roles import Ability, requires
from core.acting import refusal_as_message
from core.addresses import whole_address
from core.pdf import qr_inline
from people.consent import State, give_consent, state_of
from people.extension_points import Target, home_parts
from people.forms import AskingForm, CodeForm, ConsentForm, JoinForm, ReturnForm
from people.joining import find_target, join_as
from people.joining import join as join_target
from people.returning import Answer, ask


def join(request: HttpRequest) -> HttpResponse:
    """Ask for the code."""
    form = CodeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        if not take_try(request, "join code"):
            form.add_error(None, TOO_MANY_TRIES)
        elif find_target(form.cleaned_data["code"], closed=True, over=True):
            give_back(request, "join code")
            return redirect("people:join_code", code=_plain(form.cleaned_data["code"]))
        else:
            form.add_error("code", _("This code is not known or no longer open. Check it, or ask your trainer."))
    return render(request, "people/join.html", {"form": form})


def join_code(request: HttpRequest, code: str) -> HttpResponse:
    """A newcomer joins what the code leads to; who is signed in already joins with one press."""
    if not take_try(request, "join code"):
        return _too_many_codes(request)
    target = find_target(code)
    if target is None:
        return _closed_code(request, code)
    give_back(request, "join code")
    if request.user.is_authenticated:
        return _join_signed_in(request, request.user, target, code)
    form = JoinForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        # A name and PIN that were used before sign in, so every press is a guess at a PIN.
        said = _ask(request, target, code, form)
        if said.too_many:
            form.add_error(None, TOO_MANY_TRIES)
        elif answer := _join_new(request, target, form, code, said.barred):
            return answer
    return render(request, "people/join_code.html", {"form": form, "target": target, "code": code})


def come_back(request: HttpRequest, code: str) -> HttpResponse:
    """Who has joined before signs in with name and PIN; one answer for every mistake."""
    if not take_try(request, "join code"):
        return _too_many_codes(request)
    target = find_target(code, closed=True, over=True)
    if target is None:
        return _unknown_code(request)
    give_back(request, "join code")
    form = ReturnForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        user = _ask(request, target, code, form).user
        if user is not None:
            return complete_sign_in(request, user, _place(request, user, target), shared=form.cleaned_data["shared"])
        wrong = _("This name and PIN do not go together here. Check both. After many tries, wait a quarter of an hour.")
        form.add_error(None, wrong)
    return render(request, "people/come_back.html", {"form": form, "target": target, "code": code})


@login_required
@never_cache
def home(request: SignedInRequest) -> HttpResponse:
    """Where I stopped, my courses, my sessions, my certificates."""
    has_withdrawn = state_of(request.user) == State.WITHDRAWN
    parts = [part for read in home_parts if (part := read(request))]
    return render(request, "people/home.html", {"parts": parts, "has_withdrawn": has_withdrawn})


@requires(Ability.WRITE_CONTENT, Ability.MANAGE_SESSIONS, Ability.RUN_OWN_SESSIONS)
def poster(request: SignedInRequest, code: str) -> HttpResponse:
    """An open code with its QR, in the language of the page: so is the page it leads to."""
    target, plain = find_target(code), _plain(code)
    if target is None:
        raise Http404
    address = whole_address(request, reverse("people:join_code", args=[plain]))
    context = {"target": target, "code": plain, "address": address, "svg": qr_inline(address)}
    return render(request, "people/poster.html", context)


def _join_new(request: HttpRequest, target: Target, form: JoinForm, code: str, barred: set[int]) -> HttpResponse | None:
    """The way on of who is let in; None where they are not, which the form then says."""
    said = form.cleaned_data
    try:
        user, url = join_target(
            target=target, name=said["name"], pin=said["pin"], axes=form.axes(), contact=said["contact"],
            barred=barred,
        )  # fmt: skip
    except ValidationError as refusal:  # closed or full since the page was opened; a new PIN too short
        form.add_error(None, refusal)
        return None
    said_so = _("You have joined. To come back, on any phone: the code %(code)s, your name and your PIN. Keep them.")
    messages.success(request, said_so % {"code": _plain(code)})
    return complete_sign_in(request, user, url, shared=said["shared"])


def _join_signed_in(request: HttpRequest, user: User, target: Target, code: str) -> HttpResponse:
    if target.people.filter(user=user).exists():
        return redirect(_place(request, user, target))
    form = _asking_form(request, user)
    if request.method == "POST" and (form is None or form.is_valid()):
        return redirect(_place(request, user, target, form))
    name = getattr(user, "person", user)  # staff have no person yet
    return render(request, "people/join_known.html", {"name": name, "target": target, "code": code, "form": form})


def _asking_form(request: HttpRequest, user: User) -> ConsentForm | None:
    """What is still to be asked of who is signed in: nothing, the agreement, or the axes too when they are new."""
    state = state_of(user)
    if state == State.CURRENT:
        return None
    return (AskingForm if state == State.NOT_NEEDED else ConsentForm)(request.POST or None)


def _place(request: HttpRequest, user: User, target: Target, form: ConsentForm | None = None) -> str:
    """Let the user in; where to go on."""
    if target.is_over:
        return reverse("people:home")
    axes = form.axes() if isinstance(form, AskingForm) else {}
    with refusal_as_message(request):  # whoever runs a session takes no part in it
        with transaction.atomic():
            person, url = join_as(target=target, user=user, axes=axes)
            if form is not None:
                give_consent(person=person)
        return url
    return reverse("people:join")


def _closed_code(request: HttpRequest, code: str) -> HttpResponse:
    target = find_target(code, closed=True, over=True)
    if target is None:
        return _unknown_code(request)
    words = _("This code lets nobody new in. Those who have joined come back here.")
    if target.is_over:
        words = _(
            "This course is not offered any more. Those who had joined come back here, to their certificates and data. "
            "For another course ask your trainer for its code."
        )
    messages.info(request, words)
    if request.user.is_authenticated:
        return redirect("people:home")
    return redirect("people:come_back", code=_plain(code))


def _unknown_code(request: HttpRequest) -> HttpResponse:
    messages.error(request, _("This code is not known or no longer open. Check it, or ask your trainer."))
    return redirect("people:join")


def _too_many_codes(request: HttpRequest) -> HttpResponse:
    messages.error(request, TOO_MANY_TRIES)
    return redirect("people:join")


def _plain(code: str) -> str:
    return "".join(code.upper().split())


def _ask(request: HttpRequest, target: Target, code: str, form: JoinForm | ReturnForm) -> Answer:
    said = form.cleaned_data
    return ask(request, target=target, code=_plain(code), name=said["name"], pin=said["pin"])
