"""The log of files with many names that were exported: in Wagtail's log, without a participant's name."""

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _
from wagtail.models import ModelLogEntry

REGISTER, EVIDENCE = "sessions.export_register", "sessions.make_evidence_file"
ACTIONS = {
    REGISTER: (_("Register exported"), _("Took the register as a file")),
    EVIDENCE: (_("Evidence file"), _("Made the evidence file of a session")),
}


def logged_exports() -> QuerySet[ModelLogEntry]:
    """What was taken out, the latest first."""
    return ModelLogEntry.objects.filter(action__in=ACTIONS).select_related("user").order_by("-timestamp", "-pk")
