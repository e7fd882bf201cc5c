"""Views of badges, for those without mail and phone: a card with a QR code, which asks for the PIN alone."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, override
from django.views.decorators.cache import never_cache

from accounts.forms import TOO_MANY_TRIES
from accounts.guessing import MOST, take_guess, was_right
from accounts.limits import give_back, take_try
from accounts.login import badge_token, complete_sign_in, read_badge
from accounts.requests import SignedInRequest
from accounts.roles import Ability, is_staff_member, requires
from core.addresses import whole_address
from core.pdf import compile_pdf, qr_svg
from people.forms import BadgeForm
from people.models import Person

LOCKED = gettext_lazy(
    "Too many wrong PINs were written for this badge, so it takes none any more. Ask your coordinator to unlock it, or "
    "sign in with a code."
)


@requires(Ability.MANAGE_SESSIONS)
@never_cache
def print_badge(request: SignedInRequest, pk: int) -> HttpResponse:
    """The badge of a participant's account as PDF, to be cut out, in the participant's language."""
    person = get_object_or_404(Person.objects.select_related("user"), user=pk, user__is_active=True)
    if person.user is None or is_staff_member(person.user):
        raise Http404
    language = person.person_language or person.user.language
    with override(language):  # of who bears it, not of who prints it
        address = whole_address(request, reverse("people:badge", args=[badge_token(person.user)]))
        data = {
            "language": language,
            "title": _("Badge"),
            "name": person.full_name,
            "hint": _("Scan the code with your phone, then write your PIN."),
            "alt": _("QR code: the address of this badge"),
            "qr": qr_svg(address, light=None),
        }
    response = HttpResponse(compile_pdf("badge", data), content_type="application/pdf")
    response.headers["Content-Disposition"] = 'inline; filename="badge.pdf"'
    return response


@never_cache
def badge(request: HttpRequest, token: str) -> HttpResponse:
    """Sign in with a badge and its PIN. The page does not say whose badge it is."""
    user = read_badge(token)
    if user is None or is_staff_member(user):
        return render(request, "people/badge_unknown.html", status=404)
    form = BadgeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        if not take_try(request, "pin") or not take_guess(request, user):
            form.add_error(None, LOCKED if user.wrong_tries >= MOST else TOO_MANY_TRIES)
        elif user.check_password(form.cleaned_data["pin"]):
            give_back(request, "pin")
            was_right(request, user)
            return complete_sign_in(request, user, reverse("people:home"), shared=form.cleaned_data["shared"])
        else:
            form.add_error(
                "pin", _("This is not the PIN of this badge. Ask your coordinator for a new one if you lost it.")
            )
    return render(request, "people/badge.html", {"form": form})
