"""Forms of the paper loop."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from core.acting import Acting
from people.models import Person
from sessions.forms.lifecycle import reason_field
from sessions.models import Scan, Slot
from sessions.paper.pictures import read_pictures
from sessions.paper.scanning import keep_scans, mark_from_scan, set_scan_aside
from sessions.paper.sheets import MOST_EMPTY

EDITION_NAMES = (("fr", "Français"), ("ar", "العربية"), ("en", "English"), ("fr-ar", "Français · العربية"))
MOST_FILES = 40


class SheetForm(forms.Form):
    """In which language, and how many rows for those who just walk in."""

    edition = forms.ChoiceField(label=_("Language of the sheet"), choices=EDITION_NAMES)
    empty = forms.IntegerField(
        label=_("Empty rows"), min_value=0, max_value=MOST_EMPTY, initial=6,
        error_messages=dict.fromkeys(
            ("required", "invalid", "min_value", "max_value"), _("Write a number from 0 to 60.")
        ),
    )  # fmt: skip
    phones = forms.BooleanField(
        label=_("Print the known phones whole"), required=False,
        help_text=_("The sheet goes from hand to hand: otherwise only the last two digits stand on it."),
    )  # fmt: skip


class SeveralFiles(forms.ClearableFileInput):
    allow_multiple_selected = True


class PicturesField(forms.FileField):
    """Photographs or PDFs, several at once; cleaned to the pages they show."""

    widget = SeveralFiles(attrs={"accept": "image/jpeg,image/png,image/webp,application/pdf"})

    def clean(self, data: Any, initial: Any = None) -> Any:
        """Every page of every file."""
        files = data if isinstance(data, list | tuple) else [data] if data else []
        if not files:
            raise forms.ValidationError(self.error_messages["required"], code="required")
        if len(files) > MOST_FILES:
            raise forms.ValidationError(_("Send at most 40 files at once."))
        return [picture for file in files for picture in read_pictures(super(PicturesField, self).clean(file, initial))]


class ScansForm(Acting, forms.Form):
    """Pictures of the signed sheet; `result` are the scans."""

    pictures = PicturesField(
        label=_("Photographs or scans of the signed sheet"),
        help_text=_("JPEG, PNG or PDF, several at once. The code of each page says where it belongs."),
        error_messages={"required": _("Choose at least one picture.")},
    )

    def __init__(self, data: Any = None, files: Any = None, *, slot: Slot, actor: User) -> None:
        super().__init__(data, files)
        self.slot, self.actor = slot, actor

    def act(self) -> list[Scan]:
        return keep_scans(slot=self.slot, pictures=self.cleaned_data["pictures"], actor=self.actor)


class TickForm(Acting, forms.Form):
    """Whose signature the picture shows; `result` is how many are new."""

    def __init__(
        self, data: Any = None, *, scan: Scan, people: Sequence[Person], actor: User, device: str = ""
    ) -> None:
        super().__init__(data)
        self.scan, self.actor, self.device = scan, actor, device
        self.people = {str(person.uuid): person for person in people}
        self.fields["signed"] = forms.MultipleChoiceField(
            label=_("Signed"),
            choices=[(key, person.full_name) for key, person in self.people.items()],
            error_messages={
                "required": _("Tick those whose signature you see."),
                "invalid_choice": _("Somebody was taken off the list meanwhile."),
            },
        )

    def act(self) -> int:
        people = [self.people[key] for key in self.cleaned_data["signed"]]
        return mark_from_scan(scan=self.scan, people=people, actor=self.actor, device=self.device)


class SetAsideForm(Acting, forms.Form):
    """Why a picture is no evidence of this half-day."""

    reason = reason_field(_("Write why the picture is set aside."))

    def __init__(self, data: Any = None, *, scan: Scan, actor: User) -> None:
        super().__init__(data)
        self.scan, self.actor = scan, actor

    def act(self) -> None:
        set_scan_aside(scan=self.scan, reason=self.cleaned_data["reason"], actor=self.actor)
