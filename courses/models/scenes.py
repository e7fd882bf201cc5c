"""Scenes of a case simulation: a graph without circles, from the scene of the lowest number to one of its endings."""

import uuid

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from modelcluster.models import ClusterableModel
from wagtail.admin.panels import FieldPanel, InlinePanel, MultiFieldPanel
from wagtail.models import Orderable

from core.languages import ORDER
from core.panels import language_panels
from courses.models.exercises import Exercise

CRITERIA = ("safety", "consent", "information")  # the effects of a decision, each a column of `Option`
EFFECT = [MinValueValidator(-3), MaxValueValidator(3)]


class Scene(Orderable, ClusterableModel):
    """What happens, and what one can do; a scene with an outcome is an ending and tells the rule with its source."""

    class Outcome(models.TextChoices):
        GOES_ON = "", _("None: the case goes on")
        PROTECTED = "protected", _("Protected")
        MIXED = "mixed", _("In between")
        HARMED = "harmed", _("Somebody is put in danger")

    key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    exercise = ParentalKey(Exercise, on_delete=models.CASCADE, related_name="scenes")
    number = models.PositiveSmallIntegerField(_("number"), validators=[MinValueValidator(1)])
    heading = models.CharField(_("heading"), max_length=200, blank=True)
    text = models.TextField(_("what happens"), blank=True)
    outcome = models.CharField(_("ending"), max_length=9, choices=Outcome, blank=True, default=Outcome.GOES_ON)
    rule = models.TextField(_("rule"), blank=True, help_text=_("For an ending: what the case teaches"))
    source = models.CharField(_("source of the rule"), max_length=300, blank=True)

    panels = [
        FieldPanel("number"),
        FieldPanel("outcome"),
        *language_panels(["heading", "text", "rule", "source"]),
        InlinePanel("options", label=_("Decision")),
    ]

    def __str__(self) -> str:
        heading = next((text for code in ORDER if (text := getattr(self, f"heading_{code}"))), "")
        return f"{self.number}. {heading}"

    @property
    def is_ending(self) -> bool:
        return self.outcome != self.Outcome.GOES_ON


class Option(Orderable):
    """A decision in a scene: where it leads, what it does for safety, consent and information."""

    key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    scene = ParentalKey(Scene, on_delete=models.CASCADE, related_name="options")
    text = models.CharField(_("decision"), max_length=300, blank=True)
    feedback = models.CharField(_("feedback"), max_length=500, blank=True)
    leads_to = models.PositiveSmallIntegerField(_("leads to scene number"))
    safety = models.SmallIntegerField(_("safety"), default=0, validators=EFFECT)
    consent = models.SmallIntegerField(_("consent"), default=0, validators=EFFECT)
    information = models.SmallIntegerField(_("information"), default=0, validators=EFFECT)
    endangers = models.BooleanField(
        _("puts somebody in danger"), default=False, help_text=_("Safety then ends at zero, whatever else is done")
    )

    panels = [
        *language_panels(["text", "feedback"]),
        FieldPanel("leads_to"),
        MultiFieldPanel([FieldPanel(name) for name in CRITERIA], heading=_("Effect, -3 to 3")),
        FieldPanel("endangers"),
    ]  # fmt: skip

    def __str__(self) -> str:
        return next((text for code in ORDER if (text := getattr(self, f"text_{code}"))), str(self.pk))
