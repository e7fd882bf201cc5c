"""The log of exports: files with the names of many that were taken out, each without a participant's name."""

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _
from wagtail.models import ModelLogEntry

from core.lists import TAKEN
from people.extension_points import ExportAction, export_actions

# Rows of the log bear the name of the app in which the register's export once was.
REGISTER = ExportAction("sessions.export_register", _("Register exported"), _("Took the register as a file"))
A_LIST = ExportAction(TAKEN, _("List taken"), _("Took a list as a file"))


def logged_exports() -> QuerySet[ModelLogEntry]:
    """What was taken out, the latest first."""
    found = ModelLogEntry.objects.filter(action__in=[action.name for action in export_actions])
    return found.select_related("user").order_by("-timestamp", "-pk")
