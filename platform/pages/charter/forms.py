"""The forms of the charter: asking to sign, and what staff find signatures by."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from core.acting import Acting
from core.folding import containing
from core.languages import active
from core.list_forms import ListForm, words_field
from pages.charter import actions
from pages.charter.models import CharterVersion, Signature, SignatureQuerySet
from pages.charter.tokens import token_of
from pages.proofs import MailField, ProofForm, refuse_floods, send_proof
from pages.website.blocks import ROLE_ADDRESS

ONE_LINE = r"^[^\r\n\t]*$"


class SignForm(Acting, ProofForm):
    """Who signs, and where the mail goes that proves it."""

    organisation = forms.RegexField(ONE_LINE, label=_("Name of the organisation"), max_length=160)
    email = MailField(label=_("Mail address of the organisation"), help_text=ROLE_ADDRESS)
    is_unnamed = forms.BooleanField(label=_("Count us, and do not show our name"), required=False)
    speaks_for_it = forms.BooleanField(label=_("I may sign in the name of this organisation"))

    def __init__(self, data: Any = None, *, request: HttpRequest, version: CharterVersion) -> None:
        super().__init__(data)
        self.request, self.version = request, version

    def act(self) -> Signature | None:
        if self.is_from_a_robot:
            return None
        email = self.cleaned_data["email"]
        refuse_floods(self.request, "charter", email)
        row = actions.ask(
            version=self.version, organisation=self.cleaned_data["organisation"], email=email, language=active(),
            is_unnamed=self.cleaned_data["is_unnamed"],
        )  # fmt: skip
        if row:
            url = reverse("charter:mine", args=[token_of(row)])
            try:
                send_proof(email, active(), actions.PROOF, self.request.build_absolute_uri(url))
            except ValidationError:
                actions.forget_asking(signature=row)
                raise
        return row


class SignaturesForm(ListForm):
    """What staff narrow the counted ones by; words are posted, for an address may name a person."""

    q = words_field(_("Organisation or mail address"))

    def signatures(self) -> SignatureQuerySet:
        """Those that meet it."""
        asked, found = self.asked(), Signature.objects.counted()
        return containing(found, asked["q"], "organisation", "email") if asked.get("q") else found


class NameForm(Acting, forms.Form):
    """Whether the name is shown."""

    is_unnamed = forms.BooleanField(required=False)

    def __init__(self, data: Any = None, *, signature: Signature) -> None:
        super().__init__(data)
        self.signature = signature

    def act(self) -> None:
        actions.show_name(signature=self.signature, is_unnamed=self.cleaned_data["is_unnamed"])
