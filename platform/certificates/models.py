"""Certificates of one NGO: what was printed, under which letterhead, and whether it still holds.

A certificate is written once. That it no longer holds is a dated fact of its own with a reason, which can be lifted;
another language is another edition, to which the older one points.
"""

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models.functions import Coalesce
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from certificates.codes import grouped, new_code
from core.languages import ORDER
from people.models import Person
from people.models.humans import ByHuman

REASON_LENGTH = 200


class Letterhead(models.Model):
    """What stands on certificates from now on: signatory, logo, stamp. A change is a new row; old ones are kept."""

    signatory = models.CharField(_("name of the signatory"), max_length=120, blank=True)
    function_fr = models.CharField(_("function"), max_length=160, blank=True)
    function_ar = models.CharField(_("function"), max_length=160, blank=True)
    function_en = models.CharField(_("function"), max_length=160, blank=True)
    logo = models.BinaryField(_("logo"), blank=True, default=b"", help_text=_("A PNG"))
    stamp = models.BinaryField(_("stamp"), blank=True, default=b"", db_default=b"", help_text=_("A PNG"))
    created_at = models.DateTimeField(auto_now_add=True)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")

    class Meta:
        get_latest_by = "pk"

    def __str__(self) -> str:
        return self.signatory


class CertificateQuerySet(ByHuman, models.QuerySet):
    def current(self) -> "CertificateQuerySet":
        """The last edition of each."""
        return self.filter(replaced_by__isnull=True)

    def with_state(self) -> "CertificateQuerySet":
        """Adds `revoked_at`, of the revocation that holds, and what a certificate is shown with."""
        standing = Revocation.objects.filter(certificate=models.OuterRef("pk"), lifted_at__isnull=True)
        return self.select_related("letterhead", "replaced_by").annotate(
            revoked_at=models.Subquery(standing.values("at")[:1])
        )

    def of_people(self, people: Any) -> "CertificateQuerySet":
        """Those of these people (a query set), by whichever of their merged records."""
        humans = people.annotate(who=Coalesce("merged_into", "pk")).values("who")
        return self.by_human().filter(who__in=humans)

    def of_user(self, user: Any) -> "CertificateQuerySet":
        """A user's own."""
        return self.of_people(Person.objects.filter(user=user))

    def about(self, kind: str, uuid: Any) -> "CertificateQuerySet":
        """Those of one course or session."""
        return self.filter(target_kind=kind, target_uuid=uuid)

    def in_state(self, state: str) -> "CertificateQuerySet":
        """Of those read `with_state`, the ones of which `Certificate.state` is this."""
        if state == Certificate.State.REVOKED:
            return self.filter(revoked_at__isnull=False)
        return self.filter(revoked_at__isnull=True, replaced_by__isnull=state == Certificate.State.VALID)

    def newest_first(self) -> "CertificateQuerySet":
        return self.order_by("-issued_at", "-pk")


class Certificate(models.Model):
    """That a person followed a training, as it was printed on the day it was issued."""

    class Target(models.TextChoices):
        COURSE = "course", _("Course")
        SESSION = "session", _("Training session")

    class Edition(models.TextChoices):
        """The languages a certificate may be in: one, or French and Arabic side by side."""

        FRENCH = "fr", _("French")
        ARABIC = "ar", _("Arabic")
        ENGLISH = "en", _("English")
        BILINGUAL = "fr-ar", _("French and Arabic")

    class State(models.TextChoices):
        VALID = "valid", _("valid")
        REPLACED = "replaced", _("replaced")
        REVOKED = "revoked", _("revoked")

    code = models.CharField(_("code"), max_length=12, unique=True, default=new_code, editable=False)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="certificates")
    holder = models.CharField(_("name on the certificate"), max_length=160)
    holder_other_script = models.CharField(_("name in the other script"), max_length=160, blank=True)
    target_kind = models.CharField(max_length=8, choices=Target)
    target_uuid = models.UUIDField()
    titles = models.JSONField(_("training"), help_text=_("Titles by language"))
    objectives = models.JSONField(default=dict, blank=True, db_default={}, help_text=_("Lines by language"))
    minutes = models.PositiveIntegerField(_("minutes"))
    starts_on = models.DateField(_("first day"))
    ends_on = models.DateField(_("last day"))
    language = models.CharField(_("language"), max_length=5, choices=Edition)
    number = models.PositiveSmallIntegerField(_("edition"), default=1)
    organisation = models.JSONField(help_text=_("The NGO’s names by language"))
    letterhead = models.ForeignKey(Letterhead, on_delete=models.PROTECT, null=True, related_name="+")
    issued_at = models.DateTimeField(_("issued on"), default=timezone.now)
    issued_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    replaced_by = models.OneToOneField("self", on_delete=models.PROTECT, null=True, related_name="replaces")
    # Whether the holder agrees that who verifies the code reads the full name.
    show_name = models.BooleanField(_("name shown when verified"), default=False)

    objects = CertificateQuerySet.as_manager()
    revoked_at: Any  # of `with_state`
    who: Any  # of `of_people`: the human, whichever record it is of

    class Meta:
        indexes = [models.Index(fields=["target_uuid", "target_kind"], name="certificate_target")]
        constraints = [
            models.UniqueConstraint(
                fields=["person", "target_kind", "target_uuid", "number"], name="certificate_once_per_edition"
            ),
            models.CheckConstraint(
                condition=models.Q(target_kind__in=["course", "session"]), name="certificate_kind_known"
            ),
            models.CheckConstraint(
                condition=models.Q(ends_on__gte=models.F("starts_on")), name="certificate_dates_in_order"
            ),
            models.CheckConstraint(condition=models.Q(number__gte=1), name="certificate_number_from_1"),
        ]

    def __str__(self) -> str:
        return self.printed_code

    @property
    def printed_code(self) -> str:
        return grouped(self.code)

    @property
    def languages(self) -> list[str]:
        """The languages of its text: `["fr", "ar"]` when it is bilingual."""
        return self.language.split("-")

    @property
    def state(self) -> State:
        """Of one read `with_state`."""
        if self.revoked_at:
            return self.State.REVOKED
        return self.State.REPLACED if self.replaced_by_id else self.State.VALID

    @property
    def other_languages(self) -> list[tuple[str, str]]:
        """Codes and names of the languages it may be reissued in."""
        return [(code, str(name)) for code, name in self.Edition.choices if code != self.language]


class Revocation(models.Model):
    """That a certificate no longer holds, from when, by whose decision and why; lifted when it was a mistake."""

    certificate = models.ForeignKey(Certificate, on_delete=models.PROTECT, related_name="revocations")
    at = models.DateTimeField(default=timezone.now)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    reason = models.CharField(_("reason"), max_length=REASON_LENGTH)
    lifted_at = models.DateTimeField(null=True)
    lifted_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["certificate"], condition=models.Q(lifted_at__isnull=True), name="revocation_one_stands"
            ),
            models.CheckConstraint(condition=~models.Q(reason=""), name="revocation_says_why"),
        ]

    def __str__(self) -> str:
        return self.reason


class BadgeKeyQuerySet(models.QuerySet):
    def trusted(self) -> "BadgeKeyQuerySet":
        """Those whose badges verify, the newest first: it signs."""
        return self.filter(distrusted_at__isnull=True).order_by("-pk")


class BadgeKey(models.Model):
    """A key the NGO's badges are or were signed with; `sealed`: its private half, opened by SECRET_KEY alone."""

    name = models.CharField(max_length=16, unique=True, help_text=_("Its name in did.json"))
    public = models.JSONField(help_text=_("The public half, as JWK"))
    sealed = models.TextField()
    created_at = models.DateTimeField(auto_now_add=True)
    distrusted_at = models.DateTimeField(null=True, blank=True)

    objects = BadgeKeyQuerySet.as_manager()

    def __str__(self) -> str:
        return self.name


class Upheld(models.Model):
    """That a certificate was kept although its ground had gone: by whose decision and why. `fact`: what had gone."""

    certificate = models.ForeignKey(Certificate, on_delete=models.PROTECT, related_name="upheld")
    at = models.DateTimeField(default=timezone.now)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    reason = models.CharField(_("reason"), max_length=REASON_LENGTH)
    fact = models.CharField(max_length=60)

    class Meta:
        constraints = [models.CheckConstraint(condition=~models.Q(reason=""), name="upheld_says_why")]

    def __str__(self) -> str:
        return self.reason


def in_language(texts: dict[str, str], language: str) -> tuple[str, str]:
    """Text and its language: the one asked, else the first there is in the usual order."""
    code = next((code for code in (language, *ORDER) if texts.get(code)), language)
    return texts.get(code, ""), code
