"""The register of participants of one NGO."""

import uuid
from typing import Any, NoReturn, Self

from django.conf import settings
from django.contrib.postgres.functions import RandomUUID
from django.db import models
from django.db.models.functions import Lower, Now
from django.utils.translation import gettext_lazy as _

from core.bulk_signals import BulkSignalQuerySet
from core.codes import AgeBand, Category, Disability, InstitutionType, Language, Sex


class Axes(models.Model):
    """The coarse facts figures are split by; empty means unknown.

    A person has them as they are now; a registration and an enrolment keep them as they were then (definitions.md,
    section 3, "The edges").
    """

    sex = models.CharField(_("sex"), max_length=1, choices=Sex, blank=True)
    age_band = models.CharField(_("age"), max_length=5, choices=AgeBand, blank=True)
    category = models.CharField(_("professional category"), max_length=20, choices=Category, blank=True)
    institution_type = models.CharField(_("type of institution"), max_length=22, choices=InstitutionType, blank=True)
    person_region = models.CharField(_("region"), max_length=6, blank=True)
    person_language = models.CharField(_("language"), max_length=2, choices=Language, blank=True)
    # Written by people.disability alone, with a consent of its own. The database knows its default: the release before
    # writes rows without it.
    disability = models.CharField(
        _("disability"), max_length=3, choices=Disability, blank=True, default="", db_default="", editable=False
    )

    class Meta:
        abstract = True

    def axes(self) -> dict[str, str]:
        """The values that lists, forms and histories may show, by field name."""
        return {field: getattr(self, field) for field in AXIS_FIELDS}

    def copied(self) -> dict[str, str]:
        """All of them, for another holder of axes."""
        return {field: getattr(self, field) for field in COPIED_FIELDS}


AXIS_FIELDS = ("sex", "age_band", "category", "institution_type", "person_region", "person_language")
COPIED_FIELDS = (*AXIS_FIELDS, "disability")  # which no list, log or history ever holds


class PersonQuerySet(BulkSignalQuerySet):
    def canonical(self) -> "PersonQuerySet":
        """Without records that were merged into another."""
        return self.filter(merged_into__isnull=True)

    def of(self, person: "Person") -> "PersonQuerySet":
        """All records of one human: the one that remains and those merged into it."""
        kept = person.merged_into_id or person.pk
        return self.filter(models.Q(pk=kept) | models.Q(merged_into=kept)).order_by("pk")

    def in_order(self) -> "PersonQuerySet":
        """By name without case and accents, as readers of French expect; no build of ours has their collation."""
        name = models.Func(Lower("full_name"), function="unaccent", output_field=models.TextField())
        return self.order_by(name, "pk")


class Person(Axes):
    """A participant, with or without an account. Mail and phone are not unique: families share them.

    After an erasure the row stays for the counts, under a random reference (definitions.md, rule 8).
    """

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
    erased_at = models.DateTimeField(null=True, editable=False)

    objects = PersonQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~models.Q(full_name=""), name="person_has_name"),
            models.CheckConstraint(
                condition=models.Q(merged_into__isnull=True) | ~models.Q(merged_into=models.F("id")),
                name="person_not_merged_into_itself",
            ),
            models.CheckConstraint(
                condition=models.Q(erased_at__isnull=True)
                | models.Q(email="", phone="", name_other_script="", institution=""),
                name="person_erased_has_no_contact",
            ),
        ]

    def __str__(self) -> str:
        return self.full_name

    @property
    def human(self) -> "Person":
        """The record that stays: this one, or the one it was merged into."""
        return self.merged_into or self


class ConsentQuerySet(models.QuerySet):
    """Rows are added, withdrawn once, and go with the person's identity; nothing else changes them."""

    def valid(self) -> Self:
        """Given and not withdrawn."""
        return self.filter(withdrawn_at__isnull=True)

    def withdraw(self) -> int:
        """Date the withdrawal of those still valid; the number withdrawn."""
        return super(ConsentQuerySet, self.valid()).update(withdrawn_at=Now())

    def forget(self) -> None:
        """Delete them, as erasing a person demands."""
        self._raw_delete(self.db)

    def update(self, **kwargs: Any) -> NoReturn:
        raise TypeError("A consent is withdrawn, never changed.")

    def delete(self) -> NoReturn:
        raise TypeError("A consent is withdrawn, never deleted.")


class Consent(models.Model):
    """That a person agreed to a version of the text (people.consent), in the language it was read in."""

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="consents")
    version = models.PositiveSmallIntegerField(_("version"))
    language = models.CharField(_("language"), max_length=2, choices=Language)
    given_at = models.DateTimeField(_("given"), db_default=Now(), editable=False)
    on_paper = models.BooleanField(_("on paper"), default=False)
    withdrawn_at = models.DateTimeField(_("withdrawn"), null=True, editable=False)

    objects = ConsentQuerySet.as_manager()

    class Meta:
        base_manager_name = "objects"
        ordering = ["given_at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["person", "version"], condition=models.Q(withdrawn_at__isnull=True), name="consent_valid_once"
            ),
            models.CheckConstraint(
                condition=models.Q(withdrawn_at__isnull=True) | models.Q(withdrawn_at__gte=models.F("given_at")),
                name="consent_withdrawn_after_given",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person_id} · {self.version}"

    def save(self, **kwargs: Any) -> None:
        """Insert; an existing row is never changed."""
        if not self._state.adding:
            raise TypeError("A consent is withdrawn, never changed.")
        super().save(**kwargs | {"force_insert": True})

    def delete(self, *args: Any, **kwargs: Any) -> NoReturn:
        raise TypeError("A consent is withdrawn, never deleted.")


class Merge(models.Model):
    """That a record counted as another from one moment to another: the register as it was at any time can be told.

    A merge of two records writes a row for each record it moved, all of one `batch`; undoing it ends them.
    """

    batch = models.UUIDField(default=uuid.uuid4, db_index=True)
    absorbed = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="merges")
    kept = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="merges_into")
    made_at = models.DateTimeField(db_default=Now(), editable=False)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    ended_at = models.DateTimeField(null=True, editable=False)
    ended_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    reason = models.CharField(_("reason"), max_length=200, blank=True)  # why it was undone

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["absorbed"], condition=models.Q(ended_at__isnull=True), name="merge_one_at_a_time"
            ),
            models.CheckConstraint(condition=~models.Q(absorbed=models.F("kept")), name="merge_of_two"),
        ]

    def __str__(self) -> str:
        return f"{self.absorbed_id} → {self.kept_id}"


class Distinct(models.Model):
    """Two records that somebody looked at and found to be two people: not proposed again."""

    one = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    other = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    said_at = models.DateTimeField(auto_now_add=True)
    said_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["one", "other"], name="distinct_once"),
            models.CheckConstraint(condition=models.Q(one__lt=models.F("other")), name="distinct_in_order"),
        ]

    def __str__(self) -> str:
        return f"{self.one_id} ≠ {self.other_id}"


class Hint(models.Model):
    """Two records whose contacts are one person's somewhere else in the network (definitions.md, section 6): which NGO
    and whose, nobody here can know."""

    one = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    other = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["one", "other"], name="hint_once"),
            models.CheckConstraint(condition=models.Q(one__lt=models.F("other")), name="hint_in_order"),
        ]

    def __str__(self) -> str:
        return f"{self.one_id} = {self.other_id}?"


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
