"""The form that issues a session's certificates."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from certificates.models import Certificate
from core.acting import Acting
from sessions.certifying import issue_session_certificates
from sessions.models import TrainingSession


class IssueForm(Acting, forms.Form):
    """In which language; `result` is the number of new certificates."""

    language = forms.ChoiceField(
        label=_("Language of the certificates"), required=False,
        choices=[("", _("As usual: French and Arabic where you offer both")), *Certificate.Edition.choices],
    )  # fmt: skip

    def __init__(self, data: Any = None, *, session: TrainingSession, actor: User) -> None:
        super().__init__(data)
        self.session, self.actor = session, actor

    def act(self) -> int:
        return issue_session_certificates(
            session=self.session, language=self.cleaned_data["language"], actor=self.actor
        )
