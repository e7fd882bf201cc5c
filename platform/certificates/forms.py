"""Forms of certificates: a code to verify, a reason, another language, the letterhead."""

from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from certificates.actions import change_letterhead, reissue_certificate, revoke_certificate, uphold_certificate
from certificates.codes import code_in, plain
from certificates.grounds import Lost
from certificates.models import REASON_LENGTH, Certificate, CertificateQuerySet, Letterhead
from core.confinement import ConfinementError, Died, Refused, run_confined
from core.languages import NAMES, ORDER, direction
from core.list_forms import ListForm, words_field

LOGO_BYTES = 2_000_000
LOGO_PIXELS = 25_000_000  # a picture is refused before so many are unpacked
LOGO_SIZE = (1000, 400)  # what 18 mm of paper can show
LOGO_SENTENCES = {
    "kind": _("This picture cannot be used. Choose a PNG or JPEG of ordinary size."),
    "damaged": _("This picture is damaged. Choose another file."),
}


def redraw_logo(given: UploadedFile | None) -> bytes:
    """An uploaded logo drawn afresh as a small PNG; nothing for no file. Raises ValidationError with what to do."""
    if not given:
        return b""
    if (given.size or 0) > LOGO_BYTES:
        raise forms.ValidationError(_("This file is larger than 2 MB. Choose a smaller one."))
    try:
        drawn = run_confined("certificates.logos:draw_logo", given, most_pixels=LOGO_PIXELS, size=LOGO_SIZE)
    except Refused as error:
        raise forms.ValidationError(LOGO_SENTENCES[error.code]) from error
    except Died as error:
        raise forms.ValidationError(LOGO_SENTENCES["damaged"]) from error
    except ConfinementError as error:
        raise forms.ValidationError(str(error)) from error
    return drawn.blobs[0]


class CodeForm(forms.Form):
    """The code printed on a certificate, or the address of a certificate or badge, which ends with it."""

    code = forms.CharField(
        label=_("Code of the certificate"), max_length=300,
        help_text=_("Twelve letters and digits. Capitals, spaces and dashes do not matter. Of a badge: its address."),
        widget=forms.TextInput(attrs={"autocapitalize": "characters", "autocomplete": "off", "dir": "ltr"}),
    )  # fmt: skip

    def clean_code(self) -> str:
        return code_in(self.cleaned_data["code"])


class BadgeForm(forms.Form):
    """How a badge is taken: as a picture or a text, with the holder's name where the holder asks."""

    PICTURE, TEXT = "picture", "text"

    kind = forms.ChoiceField(
        label=_("Kind of file"), initial=PICTURE, widget=forms.RadioSelect,
        choices=[(PICTURE, _("A picture that carries the badge (SVG)")), (TEXT, _("The badge alone (JWT)"))],
    )  # fmt: skip
    with_name = forms.BooleanField(label=_("Write my name into the badge"), required=False)

    def __init__(self, data: Any = None, *, may_name: bool) -> None:
        super().__init__(data)
        if not may_name:
            del self.fields["with_name"]


class SearchForm(ListForm):
    """Find certificates by name or code, which are posted, by state and by day."""

    q = words_field(_("Name or code"))
    state = forms.ChoiceField(label=_("State"), required=False, choices=[("", _("All")), *Certificate.State.choices])
    kind = forms.ChoiceField(label=_("Training"), required=False, choices=[("", _("All")), *Certificate.Target.choices])

    def certificates(self) -> CertificateQuerySet:
        """Those found, the newest first."""
        asked, found = self.asked(), Certificate.objects.with_state().newest_first()
        if text := asked.get("q"):
            named = Q(holder__icontains=text) | Q(holder_other_script__icontains=text)
            found = found.filter(named | Q(code=plain(text)))
        if kind := asked.get("kind"):
            found = found.filter(target_kind=kind)
        return found.in_state(asked["state"]) if asked.get("state") else found


class RevokeForm(forms.Form):
    """Why a certificate no longer holds; read by the NGO's staff only."""

    reason = forms.CharField(
        label=_("Reason"), max_length=REASON_LENGTH, widget=forms.TextInput(attrs={"dir": "auto"}),
        help_text=_("Kept for your organisation; who verifies the code does not read it."),
    )  # fmt: skip

    def save(self, *, certificate: Certificate, actor: User) -> None:
        revoke_certificate(certificate=certificate, reason=self.cleaned_data["reason"], actor=actor)


class UpholdForm(forms.Form):
    """Why a certificate is kept although its ground has gone."""

    reason = forms.CharField(
        label=_("Reason"), max_length=REASON_LENGTH, widget=forms.TextInput(attrs={"dir": "auto"}),
        help_text=_("Kept for your organisation; who verifies the code does not read it."),
    )  # fmt: skip

    def save(self, *, certificate: Certificate, lost: Lost, actor: User) -> None:
        uphold_certificate(certificate=certificate, fact=lost.fact, reason=self.cleaned_data["reason"], actor=actor)


class EditionForm(forms.Form):
    """Another language, or two side by side."""

    language = forms.ChoiceField(label=_("Language of the certificate"))

    def __init__(self, certificate: Certificate, data: Any = None) -> None:
        super().__init__(data)
        self.certificate = certificate
        self.fields["language"].choices = certificate.other_languages  # type: ignore[attr-defined]

    def save(self, *, actor: User) -> Certificate:
        """The new edition; raises the action's ValidationError."""
        return reissue_certificate(certificate=self.certificate, language=self.cleaned_data["language"], actor=actor)


class LetterheadForm(forms.Form):
    """Who signs, the stamp beside the signature, and the logo above."""

    signatory = forms.CharField(
        label=_("Name of the signatory"), max_length=120, required=False, widget=forms.TextInput(attrs={"dir": "auto"}),
        help_text=_("Empty: certificates have no place for a signature."),
    )  # fmt: skip
    stamp = forms.FileField(
        label=_("Stamp"), required=False,
        help_text=_("PNG or JPEG of 2 MB at most, best on a transparent ground: it is printed beside the signature."),
        widget=forms.FileInput(attrs={"accept": "image/png,image/jpeg"}),
    )  # fmt: skip
    remove_stamp = forms.BooleanField(label=_("No stamp"), required=False)
    logo = forms.FileField(
        label=_("Logo"), required=False,
        help_text=_("PNG or JPEG of 2 MB at most, on a light ground: for the head of your pages and for certificates."),
        widget=forms.FileInput(attrs={"accept": "image/png,image/jpeg"}),
    )  # fmt: skip
    remove_logo = forms.BooleanField(label=_("No logo"), required=False)

    field_order = [
        "signatory", *(f"function_{code}" for code in ORDER), "stamp", "remove_stamp", "logo", "remove_logo",
    ]  # fmt: skip

    def __init__(self, current: Letterhead | None, data: Any = None, files: Any = None) -> None:
        self.current = current
        initial = {name: getattr(current, name) for name in self.texts()} if current else None
        super().__init__(data, files, initial=initial)
        for code in ORDER:
            self.fields[f"function_{code}"] = forms.CharField(
                label=_("Function, in %(language)s") % {"language": NAMES[code]}, max_length=160, required=False,
                widget=forms.TextInput(attrs={"lang": code, "dir": direction(code)}),
            )  # fmt: skip
        self.order_fields(self.field_order)
        for picture in ("logo", "stamp"):
            if not (current and getattr(current, picture)):
                del self.fields[f"remove_{picture}"]

    @staticmethod
    def texts() -> list[str]:
        """The fields that are texts."""
        return ["signatory", *(f"function_{code}" for code in ORDER)]

    def clean_logo(self) -> bytes:
        """The picture drawn afresh as a small PNG: nothing else that was in the file remains."""
        return redraw_logo(self.cleaned_data["logo"])

    def clean_stamp(self) -> bytes:
        """The same of the stamp."""
        return redraw_logo(self.cleaned_data["stamp"])

    def save(self, *, actor: User) -> Letterhead:
        """A new letterhead; each picture stays unless another is given or it is taken off."""
        texts = {name: self.cleaned_data[name] for name in self.texts()}
        return change_letterhead(texts=texts, logo=self._picture("logo"), actor=actor, stamp=self._picture("stamp"))

    def _picture(self, name: str) -> bytes:
        if self.cleaned_data[name]:
            return self.cleaned_data[name]
        kept = self.current and not self.cleaned_data.get(f"remove_{name}")
        return bytes(getattr(self.current, name)) if kept else b""
