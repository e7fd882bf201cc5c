"""The search and filter form of the register."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from core.codes import UNKNOWN, AgeBand, Category, InstitutionType, Language, Sex
from core.list_forms import ListForm, words_field
from people.extension_points import questions
from people.finding import GAPS, ORDERS, find_people
from people.forms.axes import Choices, in_alphabet, regions
from people.models import PersonQuerySet


def _any_of(choices: Callable[[], Choices]) -> Callable[[], Choices]:
    return lambda: [("", _("All")), *choices(), (UNKNOWN, _("Unknown"))]


def _choice(label: Any, choices: Callable[[], Choices]) -> forms.ChoiceField:
    return forms.ChoiceField(label=label, choices=choices, required=False)


class AccountsForm(ListForm):
    """Part of a name, posted like every name; whose accounts."""

    q = words_field(_("Name"))
    kind = _choice(_("Role"), lambda: [("", _("All")), ("people", _("Participants")), ("staff", _("Staff"))])


class FindForm(ListForm):
    """Words and facts. A name is posted, so that it stays out of addresses and logs; codes may stand in an address."""

    q = words_field(_("Name or institution"))
    category = _choice(_("Profession"), _any_of(lambda: in_alphabet(Category.choices)))
    institution_type = _choice(_("Kind of institution"), _any_of(lambda: in_alphabet(InstitutionType.choices)))
    person_region = _choice(_("Region"), _any_of(regions))
    person_language = _choice(_("Language"), _any_of(lambda: list(Language.choices)))
    sex = _choice(_("Sex"), _any_of(lambda: list(Sex.choices)))
    age_band = _choice(_("Age band"), _any_of(lambda: list(AgeBand.choices)))
    account = _choice(_("Account"), lambda: [("", _("All")), ("yes", _("With an account")), ("no", _("Without"))])
    gap = _choice(_("What is missing"), lambda: [("", _("All")), *((name, gap[0]) for name, gap in GAPS.items())])
    order = _choice(_("Order"), lambda: [("", _("Name")), *ORDERS.items()])

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for question in questions:
            self.fields.update(question.fields())
        self.order_fields([name for name in self.fields if name != "order"])

    def people(self) -> PersonQuerySet:
        """Those found, in their order."""
        return find_people(self.asked())
