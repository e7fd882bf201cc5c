"""The register of participants of one NGO."""

import uuid

from django.conf import settings
from django.contrib.postgres.functions import RandomUUID
from django.db import models
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

from core.codes import AgeBand, Category, InstitutionType, Language, Sex


class Axes(models.Model):
    """The coarse facts figures are split by; empty means unknown.

    A person has them as they are now; a registration and an enrolment keep them as they were then (counting.md,
    section 3, "The edges").
    """

    sex = models.CharField(_("sex"), max_length=1, choices=Sex, blank=True)
    age_band = models.CharField(_("age"), max_length=5, choices=AgeBand, blank=True)
    category = models.CharField(_("professional category"), max_length=20, choices=Category, blank=True)
    institution_type = models.CharField(_("type of institution"), max_length=22, choices=InstitutionType, blank=True)
    person_region = models.CharField(_("region"), max_length=6, blank=True)
    person_language = models.CharField(_("language"), max_length=2, choices=Language, blank=True)

    class Meta:
        abstract = True

    def axes(self) -> dict[str, str]:
        """The values by field name, to be copied to another holder of axes."""
        return {field: getattr(self, field) for field in AXIS_FIELDS}


AXIS_FIELDS = ("sex", "age_band", "category", "institution_type", "person_region", "person_language")


class PersonQuerySet(models.QuerySet):
    def canonical(self) -> "PersonQuerySet":
        """Without records that were merged into another."""
        return self.filter(merged_into__isnull=True)

    def in_order(self) -> "PersonQuerySet":
        """By name without case and accents, as readers of French expect; no build of ours has their collation."""
        name = models.Func(Lower("full_name"), function="unaccent", output_field=models.TextField())
        return self.order_by(name, "pk")


class Person(Axes):
    """A participant, with or without an account. Mail and phone are not unique: families share them."""

    uuid = models.UUIDField(default=uuid.uuid4, db_default=RandomUUID(), unique=True, editable=False)
    ref = models.CharField(_("reference"), max_length=64, null=True, blank=True, unique=True)
    full_name = models.CharField(_("full name"), max_length=160)
    name_other_script = models.CharField(_("name in the other script"), max_length=160, blank=True)
    email = models.EmailField(_("e-mail"), blank=True)
    phone = models.CharField(_("phone"), max_length=16, blank=True, help_text=_("E.164: +212612345678"))
    institution = models.CharField(_("institution"), max_length=160, blank=True)
    user = models.OneToOneField(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="person"
    )
    merged_into = models.ForeignKey("self", on_delete=models.PROTECT, null=True, blank=True, related_name="absorbed")
    created_at = models.DateTimeField(auto_now_add=True)

    objects = PersonQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~models.Q(full_name=""), name="person_has_name"),
            models.CheckConstraint(
                condition=models.Q(merged_into__isnull=True) | ~models.Q(merged_into=models.F("id")),
                name="person_not_merged_into_itself",
            ),
        ]

    def __str__(self) -> str:
        return self.full_name


class ImportBatch(models.Model):
    """One import of a records workbook, for the history of what came from where."""

    file_name = models.CharField(max_length=200)
    sha256 = models.CharField(max_length=64)
    counts = models.JSONField(default=dict)
    imported_at = models.DateTimeField(auto_now_add=True)
    imported_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True)

    class Meta:
        ordering = ["-imported_at"]

    def __str__(self) -> str:
        return self.file_name
