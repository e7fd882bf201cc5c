"""Display preferences of a device, in a cookie: size of the text, light or dark, pictures at once or asked for."""

from dataclasses import dataclass
from typing import Self

from django import forms
from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext_lazy as _

from core.languages import active

COOKIE = "reading"
YEAR = 365 * 24 * 3600
SIZES = [("", _("Normal")), ("large", _("Large")), ("larger", _("Larger"))]
THEMES = [("", _("As this device")), ("light", _("Light")), ("dark", _("Dark"))]
PICTURES = [("", _("Show them")), ("asked", _("Only when I ask, to spare data"))]


class DisplayPreferencesForm(forms.Form):
    """The three choices; the first of each is what nobody has to choose."""

    size = forms.ChoiceField(label=_("Size of the text"), choices=SIZES, required=False, widget=forms.RadioSelect)
    theme = forms.ChoiceField(label=_("Colours"), choices=THEMES, required=False, widget=forms.RadioSelect)
    pictures = forms.ChoiceField(label=_("Pictures"), choices=PICTURES, required=False, widget=forms.RadioSelect)


@dataclass(frozen=True)
class DisplayPreferences:
    """What the cookie says; anything in it that is no choice of ours counts as none."""

    size: str = ""
    theme: str = ""
    pictures: str = ""

    @classmethod
    def of(cls, request: HttpRequest) -> Self:
        """A browser that saves data (`Save-Data`) is taken at its word where nothing was chosen."""
        kept = request.COOKIES.get(COOKIE, "").split(".")
        form = DisplayPreferencesForm(dict(zip(("size", "theme", "pictures"), kept, strict=False)))
        chosen = form.cleaned_data if form.is_valid() else {}
        if not chosen.get("pictures") and request.headers.get("Save-Data", "").lower() == "on":
            chosen |= {"pictures": "asked"}
        return cls(**chosen)


def choose_display(request: HttpRequest) -> HttpResponse:
    """The page of choices; open to everybody, and back to where one came from."""
    back = request.POST.get("next", request.GET.get("next", ""))
    if not url_has_allowed_host_and_scheme(back, allowed_hosts={request.get_host()}):
        back = f"/{active()}/"
    form = DisplayPreferencesForm(
        request.POST if request.method == "POST" else None, initial=vars(DisplayPreferences.of(request))
    )
    if form.is_valid():
        response = HttpResponseRedirect(back)
        value = ".".join(form.cleaned_data[name] for name in ("size", "theme", "pictures"))
        secure = settings.SESSION_COOKIE_SECURE
        response.set_cookie(COOKIE, value, max_age=YEAR, secure=secure, httponly=True, samesite="Lax")
        return response
    return render(request, "display_preferences.html", {"form": form, "back": back})
