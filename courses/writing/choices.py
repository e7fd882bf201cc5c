"""What is chosen once for every language in a block: inputs, and what they send."""

import datetime
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError
from django.forms.widgets import Media
from django.http import QueryDict
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from wagtail import blocks

from courses.packing.streams import body_block
from courses.writing.shapes import BLANK, blank_block, is_chooser, shape_of

MARK = "set"  # sent before a box to tick: where it is not ticked, nothing else is


@dataclass(frozen=True)
class Chosen:
    """One thing that is chosen. `value`: as it is kept; `thing`: what an id stands for, None where it is gone."""

    path: str
    definition: Any
    value: Any
    thing: Any = None

    @property
    def name(self) -> str:
        return choice_name(self.path)

    @property
    def label(self) -> str:
        return str(capfirst(str(self.definition.label)))

    @property
    def is_chooser(self) -> bool:
        return is_chooser(self.definition)

    @property
    def is_gone(self) -> bool:
        return self.is_chooser and self.value is not None and self.thing is None

    @property
    def identity(self) -> str:
        """The id of its input."""
        return f"id_{self.name}".replace("/", "-")

    def widget(self) -> SafeString:
        """Its input."""
        if self.is_chooser:
            return SafeString(self.definition.widget.render(self.name, self.thing, attrs={"id": self.identity}))
        if isinstance(self.definition, blocks.BooleanBlock):
            ticked = SafeString(" checked") if self.value else ""
            return format_html(
                '<input type="hidden" name="{}" value="{}"><input type="checkbox" name="{}" id="{}"{}>',
                self.name, MARK, self.name, self.identity, ticked,
            )  # fmt: skip
        if isinstance(self.definition, blocks.DateBlock):
            return format_html(
                '<input type="date" name="{}" id="{}" value="{}">', self.name, self.identity, self.value or ""
            )
        options = [(key, label) for key, label in self.definition.field.choices if key]
        blank = [] if self.value in dict(options) else [("", _("Choose…"))]
        rows = ((key, SafeString(" selected") if key == self.value else "", label) for key, label in [*blank, *options])
        inner = format_html_join("", '<option value="{}"{}>{}</option>', rows)
        return format_html('<select name="{}" id="{}">{}</select>', self.name, self.identity, inner)


def choice_name(path: str) -> str:
    """The name of its input."""
    return f"set-{path}"


def choosers_media() -> Media:
    """The scripts of every chooser a lesson can have."""
    media = Media()
    for kind in BLANK:
        for definition in shape_of(blank_block("x", kind)).choices.values():
            if is_chooser(definition):
                media += definition.widget.media
    return media


def read_choices(data: QueryDict, definitions: Mapping[str, Any]) -> dict[str, Any]:
    """What was sent, by path, as it is kept; what was not sent is left out. Raises ValidationError."""
    return {
        path: _read(definition, data.getlist(choice_name(path)))
        for path, definition in definitions.items()
        if choice_name(path) in data
    }


def _read(definition: Any, sent: list[str]) -> Any:
    text = sent[-1].strip()
    if isinstance(definition, blocks.BooleanBlock):
        return text == "on"
    if isinstance(definition, blocks.DateBlock):
        return _read_date(definition, text)
    if not is_chooser(definition):
        if text and text not in dict(definition.field.choices):
            raise ValidationError(_("This page is no longer sound. Load it again."))
        return text
    if not text:
        return None
    found = definition.model_class.objects.filter(pk=text).first() if text.isdecimal() else None
    if found is None:
        gone = _("“%(label)s”: what was chosen is no longer there. Choose another.")
        raise ValidationError(gone % {"label": capfirst(str(definition.label))})
    return found.pk


def _read_date(definition: Any, text: str) -> str | None:
    try:
        return datetime.date.fromisoformat(text).isoformat() if text else None
    except ValueError as error:
        why = _("“%(label)s” is no date. Write it as year-month-day, for example 2026-01-31.")
        raise ValidationError(why % {"label": capfirst(str(definition.label))}) from error


def may_be_put_in(kind: str) -> bool:
    """Whether a block of this kind is written in the screen."""
    return kind in BLANK and kind in body_block().child_blocks
