"""Logframes of projects: a results chain, indicators, what they set out to reach. A changed frame is a version more.

What was achieved stands in the NGOs: evidence is counted there, a number that is typed is kept there with its document
(`impact.models.TypedValue`), and names the indicator by its code.
"""

from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils import translation
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from core.languages import ORDER
from network.models.projects import Partner, Project, is_code

# What an indicator may be computed from, of definitions.md, section 3; CUM and RANGE are never published of a project.
FIGURES = (
    "S_HELD", "H_DEL", "ATT", "HDP", "PH", "CMP", "HC", "REACH", "TRAINED", "CERT", "PRO", "PRO_S", "GAIN",
)  # fmt: skip


def in_reader_s(row: Any, name: str) -> tuple[str, str]:
    """A text of three languages in the reader's, else in the first there is, with the language it is in."""
    asked = (translation.get_language() or "fr")[:2]
    for code in (asked, *ORDER):
        if text := getattr(row, f"{name}_{code}", ""):
            return text, code
    return "", asked


class Logframe(models.Model):
    """One version: it is written, waits for approval, is sent back or approved. The newest approved one holds; what was
    reported under an older one stays."""

    class State(models.TextChoices):
        DRAFT = "draft", pgettext_lazy("logframe", "Draft")
        PENDING = "pending", pgettext_lazy("logframe", "Waits for approval")
        TO_REVISE = "to_revise", pgettext_lazy("logframe", "To be revised")
        APPROVED = "approved", pgettext_lazy("logframe", "Approved")

    OPEN = (State.DRAFT, State.TO_REVISE)  # may be written

    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="logframes")
    number = models.PositiveSmallIntegerField()
    state = models.CharField(max_length=9, choices=State, default=State.DRAFT)
    made_at = models.DateTimeField(auto_now_add=True)
    submitted_at = models.DateTimeField(null=True)
    note = models.CharField(_("what to revise"), max_length=300, blank=True)
    approved_on = models.DateField(null=True)
    approved_by = models.CharField(_("approved by"), max_length=160, blank=True)

    class Meta:
        ordering = ["-number"]
        constraints = [
            models.UniqueConstraint(fields=["project", "number"], name="logframe_version_once"),
            models.UniqueConstraint(
                fields=["project"], condition=~models.Q(state="approved"), name="one_logframe_under_way"
            ),
            models.CheckConstraint(
                condition=~models.Q(state="approved") | models.Q(approved_on__isnull=False),
                name="approved_logframe_has_a_day",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.project_id} {self.number}"

    @property
    def may_be_written(self) -> bool:
        return self.state in self.OPEN


class FrameResult(models.Model):
    """A statement of the results chain, with what it assumes."""

    class Level(models.TextChoices):
        IMPACT = "impact", pgettext_lazy("logframe", "Impact")
        OUTCOME = "outcome", pgettext_lazy("logframe", "Outcome")
        OUTPUT = "output", pgettext_lazy("logframe", "Output")
        ACTIVITY = "activity", pgettext_lazy("logframe", "Activity")

    logframe = models.ForeignKey(Logframe, on_delete=models.CASCADE, related_name="results")
    level = models.CharField(_("level"), max_length=8, choices=Level)
    code = models.CharField(_("code"), max_length=20, validators=[is_code])
    statement_fr = models.CharField(_("statement in French"), max_length=500, blank=True)
    statement_ar = models.CharField(_("statement in Arabic"), max_length=500, blank=True)
    statement_en = models.CharField(_("statement in English"), max_length=500, blank=True)
    assumptions_fr = models.TextField(_("assumptions in French"), max_length=1000, blank=True)
    assumptions_ar = models.TextField(_("assumptions in Arabic"), max_length=1000, blank=True)
    assumptions_en = models.TextField(_("assumptions in English"), max_length=1000, blank=True)

    class Meta:
        ordering = ["code", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["logframe", "code"], name="frame_result_code_once"),
            models.CheckConstraint(
                condition=~models.Q(statement_fr="", statement_ar="", statement_en=""),
                name="frame_result_has_statement",
            ),
        ]

    def __str__(self) -> str:
        return self.code

    @property
    def statement(self) -> tuple[str, str]:
        return in_reader_s(self, "statement")

    @property
    def assumptions(self) -> tuple[str, str]:
        return in_reader_s(self, "assumptions")


class FrameIndicator(models.Model):
    """How a result is measured: computed from a figure with filters, or typed where `figure` is empty.

    `adds_up` says of a typed one whether partners' numbers may be summed; of a computed one its definition does.
    """

    class Unit(models.TextChoices):
        PEOPLE = "people", pgettext_lazy("unit of an indicator", "people")
        NUMBER = "number", pgettext_lazy("unit of an indicator", "number")
        HOURS = "hours", pgettext_lazy("unit of an indicator", "hours")
        PERCENT = "percent", pgettext_lazy("unit of an indicator", "percent")

    result = models.ForeignKey(FrameResult, on_delete=models.CASCADE, related_name="indicators")
    code = models.CharField(_("code"), max_length=20, validators=[is_code])
    name_fr = models.CharField(_("name in French"), max_length=300, blank=True)
    name_ar = models.CharField(_("name in Arabic"), max_length=300, blank=True)
    name_en = models.CharField(_("name in English"), max_length=300, blank=True)
    figure = models.CharField(_("how it is known"), max_length=8, blank=True)
    filters = models.JSONField(default=dict, blank=True)  # axis -> value
    cut_by = ArrayField(models.CharField(max_length=20), default=list, blank=True)
    unit = models.CharField(_("unit"), max_length=7, choices=Unit, default=Unit.NUMBER)
    adds_up = models.BooleanField(_("partners’ numbers may be summed"), default=True)
    falls = models.BooleanField(_("the less, the better"), default=False)
    sources_fr = models.CharField(_("sources of verification in French"), max_length=500, blank=True)
    sources_ar = models.CharField(_("sources of verification in Arabic"), max_length=500, blank=True)
    sources_en = models.CharField(_("sources of verification in English"), max_length=500, blank=True)

    class Meta:
        ordering = ["code", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["result", "code"], name="frame_indicator_code_once"),
            models.CheckConstraint(
                condition=~models.Q(name_fr="", name_ar="", name_en=""), name="frame_indicator_has_name"
            ),
        ]

    def __str__(self) -> str:
        return self.code

    @property
    def name(self) -> tuple[str, str]:
        return in_reader_s(self, "name")

    @property
    def sources(self) -> tuple[str, str]:
        return in_reader_s(self, "sources")


class Aim(models.Model):
    """The baseline, a milestone or the target of an indicator: of the whole, or of one partner; of everybody, or of one
    value of an axis."""

    class Kind(models.TextChoices):
        BASELINE = "baseline", pgettext_lazy("logframe", "Baseline")
        MILESTONE = "milestone", pgettext_lazy("logframe", "Milestone")
        TARGET = "target", pgettext_lazy("logframe", "Target")

    indicator = models.ForeignKey(FrameIndicator, on_delete=models.CASCADE, related_name="aims")
    kind = models.CharField(max_length=9, choices=Kind)
    day = models.DateField()
    partner = models.ForeignKey(Partner, on_delete=models.CASCADE, null=True, blank=True, related_name="aims")
    axis = models.CharField(max_length=20, blank=True)
    cell = models.CharField(max_length=30, blank=True)
    value = models.DecimalField(max_digits=12, decimal_places=2)

    class Meta:
        ordering = ["day", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["indicator", "kind", "day", "axis", "cell"], condition=models.Q(partner=None),
                name="aim_of_the_whole_once",
            ),
            models.UniqueConstraint(
                fields=["indicator", "kind", "day", "partner", "axis", "cell"],
                condition=models.Q(partner__isnull=False),
                name="aim_of_a_partner_once",
            ),
            models.CheckConstraint(
                condition=models.Q(axis="", cell="") | (~models.Q(axis="") & ~models.Q(cell="")), name="aim_of_a_cell"
            ),
            models.CheckConstraint(condition=models.Q(value__gte=0), name="aim_is_no_less_than_nothing"),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"{self.indicator_id} {self.kind} {self.day}"
