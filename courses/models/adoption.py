"""Where a module came from: its lineage in the network library."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from courses.models.pages import ModulePage


class Adoption(models.Model):
    """A module adopted from the library. `base` is the packed module it was last brought in line with, piece by piece:
    what differs from it in the source is news, what differs from it here is the NGO's own text."""

    module = models.OneToOneField(ModulePage, on_delete=models.CASCADE, related_name="adoption")
    source_key = models.UUIDField(_("module in the library"), unique=True)
    version = models.PositiveIntegerField(_("version"))
    base = models.JSONField()
    adopted_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    adopted_at = models.DateTimeField(_("adopted"), auto_now_add=True)
    updated_at = models.DateTimeField(_("brought in line"), auto_now=True)

    class Meta:
        verbose_name = _("adoption")

    def __str__(self) -> str:
        return f"{self.source_key} v{self.version}"
