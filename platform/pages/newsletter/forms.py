"""Forms of the newsletter."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from core.acting import Acting
from core.languages import active
from pages.newsletter import actions
from pages.newsletter.models import Subscription
from pages.newsletter.tokens import CONFIRM, token_of
from pages.proofs import MailField, ProofForm, refuse_floods, send_proof


class AskForm(Acting, ProofForm):
    """An address for the newsletter; the answer is the same whether it was there before or not."""

    email = MailField(label=_("Your mail address"))

    def __init__(self, data: Any = None, *, request: HttpRequest) -> None:
        super().__init__(data)
        self.request = request

    def act(self) -> Subscription | None:
        if self.is_from_a_robot:
            return None
        email = self.cleaned_data["email"]
        refuse_floods(self.request, "newsletter", email)
        row = actions.ask(email=email, language=active())
        if row:
            url = reverse("newsletter:confirm", args=[token_of(row, CONFIRM)])
            try:
                send_proof(email, active(), actions.PROOF, self.request.build_absolute_uri(url))
            except ValidationError:
                actions.forget_asking(subscription=row)
                raise
        return row


class RemoveForm(Acting, forms.Form):
    """An address that asks to be left in peace."""

    email = MailField(label=_("Mail address to take off"))

    def act(self) -> bool:
        return actions.remove_address(email=self.cleaned_data["email"])
