"""The search and filter form of the register."""

from collections.abc import Callable, Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from core.codes import UNKNOWN, AgeBand, Category, InstitutionType, Language, Sex
from people.extension_points import questions
from people.finding import GAPS, ORDERS, find_people
from people.forms.axes import Choices, in_alphabet, regions
from people.models import PersonQuerySet

WORDS = 100  # characters of a search


def _any_of(choices: Callable[[], Choices]) -> Callable[[], Choices]:
    return lambda: [("", _("All")), *choices(), (UNKNOWN, _("Unknown"))]


def _choice(label: Any, choices: Callable[[], Choices]) -> forms.ChoiceField:
    return forms.ChoiceField(label=label, choices=choices, required=False)


def words_field(label: Any) -> forms.CharField:
    """A field to search in; it refuses what no text in the database can hold."""
    widget = forms.TextInput(attrs={"type": "search", "autocomplete": "off", "dir": "auto"})
    return forms.CharField(label=label, required=False, max_length=WORDS, widget=widget)


class NameForm(forms.Form):
    """Part of a name, posted like every name."""

    q = words_field(_("Name"))


class FindForm(forms.Form):
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

    def asked(self) -> dict[str, Any]:
        """What was asked and could be understood."""
        self.is_valid()
        return {name: value for name, value in self.cleaned_data.items() if value}

    def people(self) -> PersonQuerySet:
        """Those found, in their order."""
        return find_people(self.asked())

    def as_typed(self, *, leave: Iterable[str] = ()) -> dict[str, str]:
        """The understood part as it came, to be sent again."""
        return {name: str(self.data[name]) for name in self.asked() if name not in leave}

    def facts(self) -> list[Any]:
        """The fields beside the words."""
        return [self[name] for name in self.fields if name != "q"]
