"""What comes in while a case is played: where one is, from the address; what one decides, from the page."""

import uuid
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from core.languages import Shown, shown
from courses.models import Option, Scene
from courses.quiz.selection import shuffled

PATH = r"^\d{1,3}(\.\d{1,3}){0,199}$"


class AddressForm(forms.Form):
    """`run`: the attempt's UUID, a new one where there is none. `path`: the decisions by their places, as `2.1.3`."""

    run = forms.UUIDField(required=False)
    path = forms.RegexField(PATH, required=False)

    def clean_run(self) -> uuid.UUID:
        return self.cleaned_data["run"] or uuid.uuid4()

    def clean_path(self) -> list[int]:
        path = self.cleaned_data["path"]
        return [int(place) for place in path.split(".")] if path else []


class SentRunForm(forms.Form):
    """A run played without a network: its UUID, and its decisions by their keys, which no edit turns into others."""

    run = forms.UUIDField()
    path = forms.CharField(max_length=200 * 37)

    def clean_path(self) -> list[uuid.UUID]:
        try:
            return [uuid.UUID(key) for key in self.cleaned_data["path"].split(".")]
        except ValueError:
            raise forms.ValidationError("") from None


def placed_options(scene: Scene, lot: str) -> list[tuple[int, Option]]:
    """The decisions of a scene, each with its place from 1, in the order shown: by lot, so that the best is not always
    the first. An address names them by their places."""
    return shuffled(list(enumerate(scene.options.all(), 1)), lot, scene.key)


class DecisionForm(forms.Form):
    """The decisions of a scene, by their keys: one that has meanwhile been taken out of it is refused."""

    def __init__(self, scene: Scene, lot: str, data: QueryDict | None = None) -> None:
        super().__init__(data)
        self.places = placed_options(scene, lot)
        self.options = [option for _place, option in self.places]
        self.fields["decision"] = forms.ChoiceField(
            label=_("What do you do?"),
            choices=[(str(option.key), shown(option, "text").value) for option in self.options],
            widget=forms.RadioSelect,
            error_messages={"required": _("Choose what to do.")},
        )

    def choices(self) -> list[dict[str, Any]]:
        """Key, text, id, place in the scene and whether it is ticked, in the order shown."""
        ticked = self["decision"].value()
        return [
            {
                "id": f"{self['decision'].auto_id}_{place}",
                "place": place,
                "key": str(option.key),
                "text": shown(option, "text"),
                "ticked": str(option.key) == ticked,
            }
            for place, option in self.places
        ]

    def texts(self) -> list[Shown]:
        """What is shown of the decisions."""
        return [shown(option, "text") for option in self.options]

    def decided(self) -> Option:
        """The decision taken."""
        return next(option for option in self.options if str(option.key) == self.cleaned_data["decision"])
