"""Panels of the Wagtail admin with one tab per language, each in its own direction."""

from typing import Any

from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import (
    CommentPanel,
    FieldPanel,
    MultiFieldPanel,
    ObjectList,
    Panel,
    PublishingPanel,
    TabbedInterface,
)

from core.languages import NAMES, ORDER, direction
from core.translations import State


class TranslatedFieldPanel(FieldPanel):
    """The panel of one language's field, named as the field itself: the tab or block around it says the language.

    What is written has the direction of its language, or Latin text reads backwards in an Arabic admin; labels keep
    that of the interface. Of inputs that come later, in blocks, `css/editor.css` says so by `data-writes`.
    """

    def __init__(self, field: str, language: str, **options: Any) -> None:
        self.base_field, self.language = field, language
        super().__init__(f"{field}_{language}", **({"attrs": {"data-writes": language}} | options))

    def clone_kwargs(self) -> dict[str, Any]:
        kwargs = super().clone_kwargs() | {"field": self.base_field, "language": self.language}
        kwargs.pop("field_name")
        return kwargs

    def on_model_bound(self) -> None:
        super().on_model_bound()
        self.heading = capfirst(self.model._meta.get_field(self.base_field).verbose_name)

    class BoundPanel(FieldPanel.BoundPanel):
        def __init__(self, **kwargs: Any) -> None:
            super().__init__(**kwargs)
            if self.bound_field is not None:
                said = {"lang": self.panel.language, "dir": direction(self.panel.language)}
                self.bound_field.field.widget.attrs.update(said)


class ConfirmPanel(FieldPanel):
    """A tick that a language is up to date; shown only where the source has changed since."""

    def __init__(self, language: str, **options: Any) -> None:
        self.language = language
        super().__init__(f"confirmed_{language}", **options)

    def clone_kwargs(self) -> dict[str, Any]:
        kwargs = super().clone_kwargs() | {"language": self.language}
        kwargs.pop("field_name")
        return kwargs

    class BoundPanel(FieldPanel.BoundPanel):
        def is_shown(self) -> bool:
            states = getattr(self.instance, "language_states", None) or {}
            return super().is_shown() and states.get(self.panel.language, {}).get("state") == State.STALE


def language_panels(fields: list[str]) -> list[Panel]:
    """For an inline form: one row of panels per language, in one block."""
    return [
        MultiFieldPanel([TranslatedFieldPanel(field, code) for field in fields], heading=NAMES[code]) for code in ORDER
    ]


def tabbed(
    fields: list[str], settings: list[Panel], *, ready: bool = True, extra: list[ObjectList] | None = None
) -> TabbedInterface:
    """An edit handler: a tab per language, then `extra` tabs, then settings; with times of publication and comments."""
    tabs = [
        ObjectList(
            [TranslatedFieldPanel(field, code) for field in fields]
            + ([FieldPanel(f"ready_{code}"), ConfirmPanel(code)] if ready else []),
            heading=NAMES[code],
        )
        for code in ORDER
    ]
    settings = [*settings, PublishingPanel(), CommentPanel()]
    return TabbedInterface([*tabs, *(extra or []), ObjectList(settings, heading=_("Settings"))])
