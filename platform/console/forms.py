"""Forms of the console: the only gate for what is said of an NGO."""

import datetime
from typing import Any

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.db.models import Q
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from certificates.actions import change_letterhead
from certificates.forms import redraw_logo
from certificates.models import Letterhead
from console.actions import place_order
from console.consequences import Weighed, of_closing
from console.country import countries
from console.models import TenantOrder
from core.acting import Acting
from core.codes import Language
from core.colours import HEX, LEGIBLE, LIGHT, least_contrast, legible
from core.folding import containing
from core.languages import NAMES, ORDER, direction
from core.list_forms import ListForm, words_field
from tenants.changes import changing
from tenants.hosts import HostError, add_host, checked_host, refuse_taken_host
from tenants.lifecycle import CHOICES, LifecycleError, set_state
from tenants.models import Domain, Tenant, TenantQuerySet
from tenants.provisioning import ProvisioningError, refuse_name

LTR = {"dir": "ltr", "autocapitalize": "none", "autocomplete": "off", "spellcheck": "false"}
LONGEST_NAME = 120


class TenantsForm(ListForm):
    """What the list of NGOs is narrowed by. None of it names a person: all may stand in an address."""

    q = words_field(_("Name or address"))
    state = forms.ChoiceField(label=_("State"), required=False, choices=[("", _("All states")), *Tenant.State.choices])

    def tenants(self) -> TenantQuerySet:
        """Those that meet all of it."""
        asked, found = self.asked(), Tenant.objects.all()
        if text := asked.get("q"):
            hosts = containing(Domain.objects.all(), text, "domain").values("tenant")
            named = containing(Tenant.objects.all(), text, "name_fr", "name_ar", "name_en").values("pk")
            found = found.filter(Q(pk__in=named) | Q(pk__in=hosts))
        return found.filter(state=asked["state"]) if asked.get("state") else found


class DescriptionFields(forms.Form):
    """Names, languages, colour."""

    languages = forms.MultipleChoiceField(
        label=_("Languages offered to readers"), choices=[(code, NAMES[code]) for code in ORDER],
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Tick at least one language: readers need one.")},
    )  # fmt: skip
    accent = forms.CharField(
        label=_("Colour"), required=False, max_length=7, widget=forms.TextInput(LTR),
        help_text=_("Of links, stars and badges, as #9c520c. Empty: the platform’s own. It must be legible on white."),
    )  # fmt: skip

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for code in ORDER:
            self.fields[f"name_{code}"] = forms.CharField(
                label=_("Name in %(language)s") % {"language": NAMES[code]}, max_length=LONGEST_NAME,
                required=code == settings.LANGUAGE_CODE, widget=forms.TextInput({"lang": code, "dir": direction(code)}),
            )  # fmt: skip
        self.fields["name_fr"].help_text = _("The French name is always needed: others stand in its place where empty.")
        self.fields["name_fr"].error_messages["required"] = _("Give the name in French: it stands wherever another is "
                                                              "missing.")  # fmt: skip

    def clean_accent(self) -> str:
        """A colour that readers can make out; else the nearest one that they can is named."""
        colour = self.cleaned_data["accent"].strip().lower()
        if not colour:
            return ""
        if not HEX.fullmatch(colour):
            raise ValidationError(_("“%(colour)s” is not a colour. Write it as #9c520c."), params={"colour": colour})
        ratio = least_contrast(colour, LIGHT)
        if ratio < LEGIBLE:
            raise ValidationError(
                _("%(colour)s is too pale on white: its contrast is %(ratio)s, 4.5 is needed. The nearest that does: "
                  "%(darker)s."),
                params={"colour": colour, "ratio": f"{ratio:.1f}", "darker": legible(colour, LIGHT)},
            )  # fmt: skip
        return colour


class LogoField(forms.FileField):
    """A picture, drawn afresh: nothing else that was in the file remains. Cleans to a PNG's bytes."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(
            label=_("Logo"),
            help_text=_("PNG or JPEG, 2 MB at most, for the head of its pages and its certificates; the NGO can change "
                        "it."),
            widget=forms.FileInput({"accept": "image/png,image/jpeg"}), **kwargs,
        )  # fmt: skip

    def clean(self, data: Any, initial: Any = None) -> bytes:
        return redraw_logo(super().clean(data, initial))


class OrderForm(Acting, DescriptionFields):
    """A new NGO. `result` is the order."""

    schema_name = forms.CharField(
        label=_("Short name"), max_length=32, widget=forms.TextInput(LTR),
        help_text=_("Small letters a-z, digits and _, as save_agadir: for files and commands. It stays for good."),
    )  # fmt: skip
    host = forms.CharField(
        label=_("Address"), max_length=253, widget=forms.TextInput(LTR),
        help_text=_("The host alone, as ngo.example.org; Arabic and accented letters too."),
    )  # fmt: skip
    country = forms.ChoiceField(label=_("Country"), help_text=_("It says which time zone half-days are meant in."))
    logo = LogoField(required=False)
    administrator = forms.EmailField(
        label=_("First administrator’s e-mail"), widget=forms.EmailInput({"dir": "ltr", "autocomplete": "off"}),
        help_text=_("An invitation goes there. The address is forgotten here once it is sent."),
    )  # fmt: skip
    language = forms.ChoiceField(label=_("Language of the invitation"), choices=Language)

    field_order = ["name_fr", "name_ar", "name_en", "schema_name", "host", "country", "languages", "accent", "logo",
                   "administrator", "language"]  # fmt: skip

    def __init__(self, *args: Any, actor: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.actor = actor
        self.fields["country"].choices = countries()  # type: ignore[attr-defined]
        self.order_fields(self.field_order)

    def clean_schema_name(self) -> str:
        schema = self.cleaned_data["schema_name"].strip()
        try:
            refuse_name(schema)
        except ProvisioningError as error:
            raise ValidationError(str(error)) from error
        return schema

    def clean_host(self) -> str:
        try:
            host = checked_host(self.cleaned_data["host"])
            refuse_taken_host(host)
        except HostError as error:
            raise ValidationError(str(error)) from error
        return host

    def act(self) -> TenantOrder:
        asked = {name: self.cleaned_data[name] for name in self.field_order}
        return place_order(asked=asked, actor=self.actor, told_in=(get_language() or "fr")[:2])


class DescriptionForm(Acting, DescriptionFields):
    """Names, languages and colour of an NGO that is there."""

    field_order = ["name_fr", "name_ar", "name_en", "languages", "accent"]

    def __init__(self, *args: Any, tenant: Tenant, **kwargs: Any) -> None:
        super().__init__(*args, initial={name: getattr(tenant, name) for name in self.field_order}, **kwargs)
        self.tenant = tenant
        self.order_fields(self.field_order)

    def act(self) -> Tenant:
        with changing(self.tenant) as locked:
            for name in self.field_order:
                setattr(locked, name, self.cleaned_data[name])
            locked.save(update_fields=self.field_order)
        return locked


class LogoForm(Acting, forms.Form):
    """Another logo for an NGO; who signs stays."""

    logo = LogoField(required=True)

    def __init__(self, *args: Any, tenant: Tenant, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.tenant = tenant

    def act(self) -> Letterhead:
        with self.tenant:
            current = Letterhead.objects.order_by("pk").last()
            names = ("signatory", *(f"function_{code}" for code in ORDER))
            texts = {name: getattr(current, name) for name in names} if current else {}
            stamp = bytes(current.stamp) if current else b""
            return change_letterhead(texts=texts, logo=self.cleaned_data["logo"], actor=None, stamp=stamp)


class HostForm(Acting, forms.Form):
    """A further host."""

    host = forms.CharField(
        label=_("A further host"), max_length=253, widget=forms.TextInput(LTR),
        help_text=_("The host alone, as ngo.example.org; Arabic and accented letters too."),
    )  # fmt: skip

    def __init__(self, *args: Any, tenant: Tenant, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.tenant = tenant

    def act(self) -> Any:
        try:
            return add_host(tenant=self.tenant, host=self.cleaned_data["host"])
        except HostError as error:
            raise ValidationError({"host": str(error)}) from error


class StateForm(Acting, Weighed):
    """A state, from today or from a day to come."""

    state = forms.ChoiceField(label=_("State"), choices=[(one.value, one.label) for one in CHOICES])
    on = forms.DateField(
        label=_("From"), required=False, widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d"),
        help_text=_("Empty: from today. A day to come: it begins by itself."),
    )  # fmt: skip

    field_order = ["state", "on", "understood"]

    def __init__(self, *args: Any, tenant: Tenant, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs | {"initial": {"state": tenant.next_state or tenant.state}})
        self.tenant = tenant
        self.weigh(of_closing(tenant) if tenant.state == Tenant.State.ACTIVE else ())

    def clean_on(self) -> datetime.date | None:
        day: datetime.date | None = self.cleaned_data["on"]
        if day and not 2000 <= day.year <= 2100:
            raise ValidationError(_("This date is out of reach: choose one between 2000 and 2100."))
        return day

    def comes_about(self, cleaned: dict[str, Any]) -> bool:
        return cleaned.get("state", Tenant.State.ACTIVE) != Tenant.State.ACTIVE

    def act(self) -> Tenant:
        try:
            return set_state(tenant=self.tenant, state=self.cleaned_data["state"], on=self.cleaned_data["on"])
        except LifecycleError as error:
            raise ValidationError(str(error)) from error
