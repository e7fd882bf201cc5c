"""Modules offered to the network's library; packed, they stay in the files of the tenant that offers them."""

import uuid

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class LibraryOffer(models.Model):
    """One version of a module in the network library, or one an NGO offers to it.

    Only the hub sees what is offered; every NGO sees what the hub has published.
    """

    class State(models.TextChoices):
        OFFERED = "offered", _("Offered")
        ACCEPTED = "accepted", pgettext_lazy("offered module", "Accepted")
        DECLINED = "declined", _("Declined")
        WITHDRAWN = "withdrawn", _("Withdrawn")
        PUBLISHED = "published", _("In the library")

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    source = models.CharField(_("offered by"), max_length=63, help_text=_("The schema of the tenant"))
    key = models.UUIDField(_("module"))
    version = models.PositiveIntegerField(_("version"))
    state = models.CharField(_("state"), max_length=9, choices=State)
    headings = models.JSONField(default=dict)
    summaries = models.JSONField(default=dict)
    facts = models.JSONField(default=dict, help_text=_("Phase, level, audience, jurisdiction, minutes, lessons"))
    note = models.TextField(_("what is new"), blank=True)
    bundle = models.CharField(max_length=200, help_text=_("The packed module's name in the source's own files"))
    digest = models.CharField(max_length=64)
    offered_at = models.DateTimeField(_("offered on"), auto_now_add=True)
    decided_at = models.DateTimeField(_("decided on"), null=True)
    reason = models.CharField(_("reason"), max_length=300, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["source", "key", "version"], name="offer_once_per_version")]

    def __str__(self) -> str:
        return f"{self.source} {self.key} v{self.version}"
