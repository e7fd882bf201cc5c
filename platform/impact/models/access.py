"""Readers of an NGO's figures from outside: funders by project, programs by token."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class ProjectReader(models.Model):
    """A funder's account and one project whose published figures it reads."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="projects_read")
    project = models.CharField(_("project"), max_length=60)

    class Meta:
        ordering = ["project"]
        constraints = [models.UniqueConstraint(fields=["user", "project"], name="project_reader_once")]

    def __str__(self) -> str:
        return f"{self.user_id} {self.project}"


class ApiToken(models.Model):
    """A program's key to one NGO, kept as a digest; it is shown once, when it is made."""

    class Scope(models.TextChoices):
        FIGURES = "figures", _("Figures and published snapshots")
        SESSIONS = "sessions", _("Sessions and registrations, without names")
        NAMES = "names", _("Names of those registered")

    name = models.CharField(_("name"), max_length=60)
    digest = models.CharField(max_length=64, unique=True)
    scopes = models.JSONField(default=list)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    made_at = models.DateTimeField(auto_now_add=True)
    used_on = models.DateField(null=True)
    revoked_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-pk"]

    def __str__(self) -> str:
        return self.name
