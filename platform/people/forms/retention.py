"""Forms of retention: the rule, the decision about whose time is over."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from core.acting import Acting
from people.models import LONGEST, SHORTEST, Erasure, Person, Retention
from people.retention import decide_erasure, set_rule


class RuleForm(forms.Form):
    """After how many months of silence; empty: never."""

    months = forms.IntegerField(
        label=_("Months after which nothing was heard of somebody"), required=False, min_value=SHORTEST,
        max_value=LONGEST, widget=forms.NumberInput(attrs={"inputmode": "numeric"}),
        help_text=_("Empty: people are kept until they ask. 36 is usual; what a funder audits must be over by then."),
        error_messages={
            name: _("Write a whole number from 6 to 240, or leave it empty.")
            for name in ("invalid", "min_value", "max_value")
        },
    )  # fmt: skip
    automatic = forms.BooleanField(
        label=_("Erase by itself, without a decision each time"), required=False,
        help_text=_("Otherwise the list waits here until an administrator decides."),
    )  # fmt: skip

    def __init__(self, data: Any = None, *, rule: Retention | None, actor: User) -> None:
        super().__init__(data, initial={"months": rule.months, "automatic": rule.automatic} if rule else {})
        self.actor = actor

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if cleaned.get("automatic") and not cleaned.get("months") and not self.errors:
            raise ValidationError({"months": _("Say after how many months people are erased by themselves.")})
        return cleaned

    def save(self) -> None:
        """Write the rule."""
        set_rule(months=self.cleaned_data["months"], automatic=self.cleaned_data["automatic"], actor=self.actor)


class DecideForm(Acting, forms.Form):
    """Which of those shown are erased, said once more; `result` is the erasure."""

    people = forms.ModelMultipleChoiceField(
        Person.objects.none(), to_field_name="uuid", label=_("People"), widget=forms.CheckboxSelectMultiple,
        error_messages={
            "required": _("Tick those to be erased; nobody was."),
            "invalid_choice": _("The list has changed since it was shown. Look at it again; nobody was erased."),
        },
    )  # fmt: skip
    sure = forms.BooleanField(
        label=_("Yes, erase those ticked. I know that it cannot be undone."),
        error_messages={"required": _("Tick the box if you are sure; nobody was erased.")},
    )

    def __init__(self, *args: Any, actor: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.actor = actor
        people: Any = self.fields["people"]
        people.queryset = Person.objects.canonical().filter(erased_at__isnull=True)

    def act(self) -> Erasure:
        return decide_erasure(people=[person.pk for person in self.cleaned_data["people"]], actor=self.actor)
