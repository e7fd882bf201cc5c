"""Plugs pages into the extension points of the apps below."""

from django.utils.translation import gettext_lazy as _

from accounts.first_day.steps import register_step
from pages.first_day import LESSON, REVIEW
from people.extension_points import ExportAction, register_export_action

DOWNLOADED = ExportAction("pages.download_copy", _("Copy of everything"), _("Took a copy of everything along"))


def plug_in() -> None:
    """Once, as Django is set up."""
    register_step(LESSON, order=30)
    register_step(REVIEW, order=30)
    register_export_action(DOWNLOADED)
