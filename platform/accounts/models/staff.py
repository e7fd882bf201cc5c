"""Invitations of staff, the projects of the hub's funders, and an NGO's rules for its staff."""

import datetime
import uuid

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from core.codes import Language

VALID = datetime.timedelta(days=14)


def in_two_weeks() -> datetime.datetime:
    """When an invitation made now ends."""
    return timezone.now() + VALID


class StaffInvitationQuerySet(models.QuerySet):
    def open(self) -> "StaffInvitationQuerySet":
        """Those that may still be accepted."""
        return self.filter(accepted_at__isnull=True, withdrawn_at__isnull=True, expires_at__gt=timezone.now())


class StaffInvitation(models.Model):
    """That an address was asked to work here, in these roles.

    Nothing of the link is kept: it is signed from `issue`, so neither a backup nor this row opens anything. A new
    issue makes the former link worthless. The account is made when the link is followed.
    """

    class Mail(models.TextChoices):
        WAITING = "waiting", _("waiting to be sent")
        SENDING = "sending", _("being sent")
        SENT = "sent", _("sent")
        UNCERTAIN = "uncertain", _("uncertain: it may have arrived or not")
        FAILED = "failed", _("refused for good: hand the link on")
        GIVEN_UP = "given_up", _("given up after two days: hand the link on")
        LAPSED = "lapsed", _("no longer of use, not sent")

    class State(models.TextChoices):
        OPEN = "open", _("waiting for an answer")
        ACCEPTED = "accepted", _("accepted")
        WITHDRAWN = "withdrawn", _("withdrawn")
        EXPIRED = "expired", _("expired")

    email = models.EmailField(_("mail address"), max_length=150)  # the sign-in name; empty once it is
    name = models.CharField(_("name"), max_length=150, blank=True)
    language = models.CharField(_("language"), max_length=2, choices=Language, default=Language.FRENCH)
    roles = ArrayField(models.CharField(max_length=32))
    projects = ArrayField(models.CharField(max_length=64), default=list, blank=True)
    issue = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    made_at = models.DateTimeField(default=timezone.now)
    expires_at = models.DateTimeField(default=in_two_weeks)
    accepted_at = models.DateTimeField(null=True, editable=False)
    accepted_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    withdrawn_at = models.DateTimeField(null=True, editable=False)
    mail = models.CharField(max_length=9, choices=Mail, default=Mail.WAITING)
    mail_due_since = models.DateTimeField(default=timezone.now)
    mail_tried_at = models.DateTimeField(null=True)
    mail_tries = models.PositiveSmallIntegerField(default=0)
    next_try_at = models.DateTimeField(null=True, default=timezone.now)

    objects = StaffInvitationQuerySet.as_manager()

    class Meta:
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(condition=~models.Q(roles=[]), name="staff_invitation_has_a_role"),
            models.CheckConstraint(
                condition=models.Q(mail="waiting") ^ models.Q(next_try_at__isnull=True),
                name="staff_invitation_waits_for_a_try",
            ),
            models.CheckConstraint(
                condition=models.Q(accepted_at__isnull=True) | models.Q(withdrawn_at__isnull=True),
                name="staff_invitation_has_one_end",
            ),
        ]
        indexes = [
            models.Index(
                fields=["mail"],
                condition=models.Q(mail__in=["waiting", "sending"]),
                name="staff_invitation_not_sent",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.pk} · {', '.join(self.roles)}"  # the log quotes it: no name and no address

    @property
    def state(self) -> "StaffInvitation.State":
        """Where it stands now."""
        if self.accepted_at:
            return self.State.ACCEPTED
        if self.withdrawn_at:
            return self.State.WITHDRAWN
        return self.State.OPEN if self.expires_at > timezone.now() else self.State.EXPIRED


class FunderProject(models.Model):
    """A funder's account in the hub and a project it may read, by the project's code."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="funded_projects")
    project = models.CharField(_("project"), max_length=64)

    class Meta:
        ordering = ["project"]
        constraints = [models.UniqueConstraint(fields=["user", "project"], name="funder_project_once")]

    def __str__(self) -> str:
        return f"{self.user_id} {self.project}"


class StaffRules(models.Model):
    """What an NGO decides for its staff: one row at most; without one, trainers change their own courses only."""

    trainers_change_all = models.BooleanField(_("every trainer may change every course"), default=False)
    review_first = models.BooleanField(
        _("what trainers write is reviewed before it is published"), default=False, db_default=False
    )
    changed_at = models.DateTimeField(auto_now=True)
    changed_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")

    class Meta:
        constraints = [models.CheckConstraint(condition=models.Q(id=1), name="staff_rules_one_row")]

    def __str__(self) -> str:
        return f"{self.trainers_change_all}"
