"""Tenants: the hub and the partner NGOs, each in a schema of its own. Lives in the public schema."""

import uuid
from typing import Any
from zoneinfo import ZoneInfo

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.functions import RandomUUID
from django.db import models
from django.utils import timezone, translation
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from django_tenants.models import DomainMixin, TenantMixin

# The countries where a tenant may be, each with one time zone in use; add a line to open another.
TIME_ZONES = {
    "MA": "Africa/Casablanca",
    "FR": "Europe/Paris",
    "DZ": "Africa/Algiers",
    "TN": "Africa/Tunis",
    "SN": "Africa/Dakar",
    "CI": "Africa/Abidjan",
    "ML": "Africa/Bamako",
    "BE": "Europe/Brussels",
    "CH": "Europe/Zurich",
    "DE": "Europe/Berlin",
    "ES": "Europe/Madrid",
    "GB": "Europe/London",
    "IT": "Europe/Rome",
    "NL": "Europe/Amsterdam",
    "PT": "Europe/Lisbon",
}


class TenantQuerySet(models.QuerySet):
    def whole(self) -> "TenantQuerySet":
        """Those that are not amid a restore or a removal: what the others hold counts nowhere."""
        return self.exclude(state=Tenant.State.UNFINISHED)


class Tenant(TenantMixin):
    """The hub or one NGO. Its schema is made and dropped by `tenants.provisioning` alone."""

    class Kind(models.TextChoices):
        HUB = "hub", _("Hub")
        NGO = "ngo", _("Partner NGO")

    class State(models.TextChoices):
        ACTIVE = "active", pgettext_lazy("organisation", "Active")
        SUSPENDED = "suspended", pgettext_lazy("organisation", "Suspended")
        ARCHIVED = "archived", pgettext_lazy("organisation", "Archived")
        # Being restored or removed, or left so by a command that was stopped: never served, and no choice of anybody.
        UNFINISHED = "unfinished", _("Unfinished")

    objects = TenantQuerySet.as_manager()

    auto_create_schema = auto_drop_schema = False
    # Of a tenant that was found by its host (config.middleware):
    pauses: "tuple[Pause, ...]" = ()
    first_host = ""
    unsent_invitation = ""  # of a tenant just made: the link whose mail did not go

    # What figures of the past are kept under: a schema's name may be used again by another.
    uuid = models.UUIDField(default=uuid.uuid4, db_default=RandomUUID(), unique=True, editable=False)
    kind = models.CharField(max_length=3, choices=Kind, default=Kind.NGO)
    state = models.CharField(max_length=10, choices=State, default=State.ACTIVE)
    name_fr = models.CharField(max_length=120)
    name_ar = models.CharField(max_length=120, blank=True)
    name_en = models.CharField(max_length=120, blank=True)
    languages = ArrayField(models.CharField(max_length=2), help_text=_("Languages offered to readers"))
    country = models.CharField(max_length=2, default="MA")
    accent = models.CharField(max_length=7, blank=True, help_text=_("Accent colour, as #rrggbb"))
    created_at = models.DateTimeField(auto_now_add=True)
    # Its life (`tenants.lifecycle`): since when the state holds, which one begins on a later day, when it is removed.
    state_since = models.DateField(null=True, editable=False)
    next_state = models.CharField(max_length=10, choices=State, blank=True, editable=False)
    next_state_on = models.DateField(null=True, editable=False)
    removal_on = models.DateField(null=True, editable=False)

    class Meta:
        ordering = ["kind", "schema_name"]  # the hub first
        constraints = [
            models.UniqueConstraint(fields=["kind"], condition=models.Q(kind="hub"), name="tenant_only_one_hub"),
            models.CheckConstraint(condition=models.Q(kind__in=["hub", "ngo"]), name="tenant_kind_known"),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def name(self) -> str:
        """The name in the active language, else in French."""
        return getattr(self, f"name_{(translation.get_language() or 'fr')[:2]}", "") or self.name_fr

    @property
    def is_hub(self) -> bool:
        return self.kind == self.Kind.HUB

    @property
    def time_zone(self) -> ZoneInfo:
        """The zone in which the NGO's half-days and dates are meant."""
        return ZoneInfo(TIME_ZONES.get(self.country, "UTC"))


class Domain(DomainMixin):
    """A host name that leads to a tenant, in small letters: the only list of hosts this platform answers to."""

    class Names(models.TextChoices):
        """Where the name leads, as the name service says."""

        UNKNOWN = "", _("Not looked at yet")
        HERE = "here", _("Leads to this server")
        ELSEWHERE = "elsewhere", _("Leads to another server")
        NOWHERE = "nowhere", _("Leads nowhere")

    class Certificate(models.TextChoices):
        """What browsers think of the certificate shown for it."""

        UNKNOWN = "", _("Not looked at yet")
        GOOD = "good", _("Good")
        SOON_OVER = "soon_over", _("Ends within two weeks")
        OVER = "over", _("Over")
        OTHER_NAME = "other_name", _("Made out to another name")
        UNTRUSTED = "untrusted", _("Trusted by no browser")
        NONE = "none", _("There is none")

    domain: str  # a field of the mixin, which has no types
    # What was last seen from outside (`console.probing`).
    names = models.CharField(max_length=10, choices=Names, blank=True, editable=False)
    certificate = models.CharField(max_length=10, choices=Certificate, blank=True, editable=False)
    certificate_until = models.DateField(null=True, editable=False)
    looked_at = models.DateTimeField(null=True, editable=False)

    class Meta:
        constraints = [models.CheckConstraint(condition=~models.Q(domain=""), name="domain_not_empty")]

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.domain = self.domain.lower()
        super().save(*args, **kwargs)


class TenantHealth(models.Model):
    """How a tenant is, in numbers that speak of nobody; counted by night (`network.health`). One row to a tenant."""

    tenant = models.OneToOneField(Tenant, on_delete=models.CASCADE, related_name="health")
    counted_at = models.DateTimeField()
    is_broken = models.BooleanField(default=False)  # its schema could not be read: the numbers are nothing
    last_active_on = models.DateField(null=True)
    open_tasks = models.PositiveIntegerField(default=0)
    failed_tasks = models.PositiveIntegerField(default=0)
    gaps = models.PositiveIntegerField(default=0)
    late_periods = models.PositiveIntegerField(default=0)
    texts = models.PositiveIntegerField(default=0)  # to translate, in the languages it offers
    texts_done = models.PositiveIntegerField(default=0)
    bytes_stored = models.PositiveBigIntegerField(default=0)

    class Meta:
        verbose_name_plural = "tenants’ health"

    def __str__(self) -> str:
        return f"{self.tenant_id}: {self.counted_at.isoformat()}"


class Heartbeat(models.Model):
    """When the worker last went round (`tenants.heartbeat`); one row."""

    at = models.DateTimeField()

    def __str__(self) -> str:
        return self.at.isoformat()


class BackupRun(models.Model):
    """A backup of the platform, or a trial of restoring one, and how it ended (`tenants.keeping`)."""

    class Kind(models.TextChoices):
        BACKUP = "backup"
        TRIAL = "trial"

    kind = models.CharField(max_length=6, choices=Kind)
    at = models.DateTimeField(auto_now_add=True, db_index=True)
    good = models.BooleanField()
    says = models.CharField(max_length=300, blank=True)
    name = models.CharField(max_length=100, blank=True)
    size = models.BigIntegerField(null=True)

    def __str__(self) -> str:
        return f"{self.kind} {self.at:%Y-%m-%d %H:%M} {'done' if self.good else 'failed'}"


class Pause(models.Model):
    """While it lasts nothing is written in one tenant, or in all (`tenants.maintenance`)."""

    schema_name = models.CharField(max_length=63, blank=True)  # "": all of them
    by_upgrade = models.BooleanField(default=False)  # made by an upgrade, not by an operator
    reading = models.BooleanField()  # whether pages are shown meanwhile
    begins_at = models.DateTimeField(default=timezone.now)
    ends_at = models.DateTimeField(null=True)
    message_fr = models.CharField(max_length=500, blank=True)
    message_ar = models.CharField(max_length=500, blank=True)
    message_en = models.CharField(max_length=500, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["schema_name", "by_upgrade"], name="pause_of_a_kind_once")]

    def __str__(self) -> str:
        return f"{self.schema_name or '*'} {self.begins_at.isoformat()}"

    @property
    def message(self) -> str:
        """What the operator says in the active language, else in French; "": nothing."""
        return getattr(self, f"message_{(translation.get_language() or 'fr')[:2]}", "") or self.message_fr
