"""Panels of the Wagtail admin with one tab per language, each in its own direction."""

from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, InlinePanel, MultiFieldPanel, ObjectList, Panel, TabbedInterface

from core.languages import NAMES, ORDER, direction


def field_panel(field: str, language: str, **options: object) -> FieldPanel:
    """The panel of one language's field: without `lang` and `dir`, Latin text reads backwards in an Arabic admin."""
    attrs = {"lang": language, "dir": direction(language)}
    return FieldPanel(f"{field}_{language}", attrs=attrs, **options)


def language_panels(fields: list[str]) -> list[Panel]:
    """For an inline form: one row of panels per language, in one block."""
    return [
        MultiFieldPanel([field_panel(field, code) for field in fields], heading=NAMES[code], attrs={"lang": code})
        for code in ORDER
    ]


def tabbed(fields: list[str], settings: list[Panel], *, ready: bool = True, extra: list[ObjectList] | None = None):
    """An edit handler: a tab per language, then `extra` tabs, then settings."""
    tabs = [
        ObjectList(
            [field_panel(field, code) for field in fields] + ([FieldPanel(f"ready_{code}")] if ready else []),
            heading=NAMES[code],
        )
        for code in ORDER
    ]
    return TabbedInterface([*tabs, *(extra or []), ObjectList(settings, heading=_("Settings"))])


__all__ = ["FieldPanel", "InlinePanel", "ObjectList", "field_panel", "language_panels", "tabbed"]
