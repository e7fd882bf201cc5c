"""Projects of the network: what is funded, by whom, from when to when, and which partners take part.

A tenant names a project by its code alone: no key leads from its tables to these.
"""

import datetime
from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.core.validators import RegexValidator
from django.db import models
from django.db.models.functions import Lower
from django.utils import timezone, translation
from django.utils.translation import gettext_lazy as _

from core.languages import ORDER

CODE_HELP = _("Short, as in workbooks and on sign-in sheets. It never changes.")
is_code = RegexValidator(
    r"^\w[\w.-]*\Z", _("Use letters, digits, “-”, “_” and “.”, a letter or digit first, no spaces.")
)


class Titled(models.Model):
    """A title in up to three languages, one at least."""

    title_fr = models.CharField(_("title in French"), max_length=200, blank=True)
    title_ar = models.CharField(_("title in Arabic"), max_length=200, blank=True)
    title_en = models.CharField(_("title in English"), max_length=200, blank=True)

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return self.title[0]

    @property
    def titles(self) -> dict[str, str]:
        """By language, those that are written."""
        return {code: text for code in ORDER if (text := getattr(self, f"title_{code}"))}

    @property
    def title(self) -> tuple[str, str]:
        """In the reader's language, else in the first there is, with the language it is in."""
        asked = (translation.get_language() or "fr")[:2]
        for code in (asked, *ORDER):
            if code in self.titles:
                return self.titles[code], code
        return "", asked


class HasDays(models.Model):
    """From one day to another, both included; either may be open."""

    starts = models.DateField(null=True, blank=True)
    ends = models.DateField(null=True, blank=True)

    class Meta:
        abstract = True


def _has_title(name: str) -> models.CheckConstraint:
    return models.CheckConstraint(condition=~models.Q(title_fr="", title_ar="", title_en=""), name=name)


def _in_order(first: str, last: str, name: str) -> models.CheckConstraint:
    """Two days of which either may be unknown: then a comparison is, and a check holds."""
    return models.CheckConstraint(condition=models.Q(**{f"{last}__gte": models.F(first)}), name=name)


class ProjectQuerySet(models.QuerySet):
    def of_tenant(self, tenant: Any) -> "ProjectQuerySet":
        """Those in which the tenant with this UUID is or was a partner."""
        return self.filter(partners__tenant=tenant).distinct()

    def with_parts(self) -> "ProjectQuerySet":
        """With everything that a page shows of them, in as many queries for one as for many."""
        return self.prefetch_related("funders", "phases", "cycles", "partners", "prolongations")


class Project(Titled):
    """`ends` is the day that was agreed first; prolongations are kept beside it."""

    code = models.CharField(_("code"), max_length=60, validators=[is_code], help_text=CODE_HELP)
    grant_number = models.CharField(_("grant number"), max_length=80, blank=True)
    countries = ArrayField(models.CharField(max_length=2), default=list)
    starts = models.DateField()
    ends = models.DateField()
    created_at = models.DateTimeField(auto_now_add=True)

    objects = ProjectQuerySet.as_manager()

    class Meta:
        ordering = ["-starts", "code"]
        constraints = [
            models.UniqueConstraint(
                Lower("code"), name="project_code_once",
                violation_error_message=_("There is a project with this code. Choose another one."),
            ),
            _has_title("project_has_title"),
            _in_order("starts", "ends", "project_ends_after_start"),
        ]  # fmt: skip

    @property
    def ends_now(self) -> datetime.date:
        """With its prolongations: the day of the newest."""
        newest = max(self.prolongations.all(), key=lambda one: one.pk, default=None)
        return newest.ends if newest else self.ends

    @property
    def is_over(self) -> bool:
        return self.ends_now < timezone.localdate()


class Prolongation(models.Model):
    """A later end, kept with the day it was agreed and why."""

    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="prolongations")
    ends = models.DateField()
    agreed_on = models.DateField()
    reason = models.CharField(_("reason"), max_length=300)
    noted_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.project_id} {self.ends}"


class ProjectFunder(models.Model):
    """Who pays, with the logo that reports bear; it lies in the hub's own files."""

    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="funders")
    name = models.CharField(_("name of the funder"), max_length=160)
    logo = models.FileField(upload_to="images/funders", blank=True)

    class Meta:
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["project", "name"], name="project_funder_once")]

    def __str__(self) -> str:
        return self.name


class ProjectPhase(Titled, HasDays):
    """A part of a project's time."""

    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="phases")
    code = models.CharField(_("code"), max_length=60, validators=[is_code])

    class Meta:
        ordering = ["starts", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["project", "code"], name="project_phase_code_once"),
            _has_title("project_phase_has_title"),
            _in_order("starts", "ends", "project_phase_ends_after_start"),
        ]


class ProjectCycle(Titled, HasDays):
    """Sessions of a project that belong together; those of an NGO name it by its code."""

    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="cycles")
    code = models.CharField(_("code"), max_length=60, validators=[is_code])

    class Meta:
        ordering = ["starts", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["project", "code"], name="project_cycle_code_once"),
            _has_title("project_cycle_has_title"),
            _in_order("starts", "ends", "project_cycle_ends_after_start"),
        ]


class Partner(models.Model):
    """An NGO in a project, by its UUID, and its name as it was: it stays when the NGO has left the network."""

    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="partners")
    tenant = models.UUIDField(db_index=True)
    name = models.CharField(_("name"), max_length=120)
    joined = models.DateField()
    left = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ["joined", "name"]
        constraints = [
            models.UniqueConstraint(fields=["project", "tenant"], name="project_partner_once"),
            _in_order("joined", "left", "project_partner_leaves_after_joining"),
        ]

    def __str__(self) -> str:
        return self.name
