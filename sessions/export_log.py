"""Names the export of a session's evidence file in the log of files with names."""

from django.utils.translation import gettext_lazy as _

from people.extension_points import ExportAction

EVIDENCE = "sessions.make_evidence_file"
EVIDENCE_FILE = ExportAction(EVIDENCE, _("Evidence file"), _("Made the evidence file of a session"))
