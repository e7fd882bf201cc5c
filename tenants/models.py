"""Tenants: the hub and the partner NGOs, each in a schema of its own. Lives in the public schema."""

from typing import Any
from zoneinfo import ZoneInfo

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils import translation
from django.utils.translation import gettext_lazy as _
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
        ACTIVE = "active", _("Active")
        SUSPENDED = "suspended", _("Suspended")
        # Being restored or removed, or left so by a command that was stopped: never served, and no choice of anybody.
        UNFINISHED = "unfinished", _("Unfinished")

    objects = TenantQuerySet.as_manager()

    auto_create_schema = auto_drop_schema = False
    unsent_invitation = ""  # of a tenant just made: the link whose mail did not go

    kind = models.CharField(max_length=3, choices=Kind, default=Kind.NGO)
    state = models.CharField(max_length=10, choices=State, default=State.ACTIVE)
    name_fr = models.CharField(max_length=120)
    name_ar = models.CharField(max_length=120, blank=True)
    name_en = models.CharField(max_length=120, blank=True)
    languages = ArrayField(models.CharField(max_length=2), help_text=_("Languages offered to readers"))
    country = models.CharField(max_length=2, default="MA")
    accent = models.CharField(max_length=7, blank=True, help_text=_("Accent colour, as #rrggbb"))
    created_at = models.DateTimeField(auto_now_add=True)

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

    domain: str  # a field of the mixin, which has no types

    class Meta:
        constraints = [models.CheckConstraint(condition=~models.Q(domain=""), name="domain_not_empty")]

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.domain = self.domain.lower()
        super().save(*args, **kwargs)


class Heartbeat(models.Model):
    """When the worker last went round (`tenants.heartbeat`); one row."""

    at = models.DateTimeField()

    def __str__(self) -> str:
        return self.at.isoformat()
