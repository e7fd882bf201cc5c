"""Questions of an exercise with what is chosen, sorted, ordered, matched or ticked in them."""

import uuid

from django.db import models
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from modelcluster.models import ClusterableModel
from wagtail.admin.panels import FieldPanel, InlinePanel, PageChooserPanel
from wagtail.models import Orderable, Page

from core.languages import ORDER
from core.panels import language_panels
from courses.models.exercises import Exercise, ParallelForm

OF_CHOICES = "only-for-single only-for-multiple only-for-ordering only-for-checklist"


class Question(Orderable, ClusterableModel):
    """A question. `choices` belong to single, multiple, ordering and checklist; `groups` to sorting and matching."""

    class Kind(models.TextChoices):
        SINGLE = "single", _("One right answer")
        MULTIPLE = "multiple", _("Several right answers")
        TRUE_FALSE = "true_false", _("True or false")
        ORDERING = "ordering", _("Put in order")
        SORTING = "sorting", _("Sort into groups")
        MATCHING = "matching", _("Match")
        CHECKLIST = "checklist", _("Weighted indicator checklist")

    class Person(models.TextChoices):
        """Whose indicators a checklist holds: the overall conclusion differs (indicators-source.md, section 2)."""

        ADULT = "adult", _("Adult")
        CHILD = "child", _("Child")

    key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    exercise = ParentalKey(Exercise, on_delete=models.CASCADE, related_name="questions")
    kind = models.CharField(_("kind"), max_length=10, choices=Kind, default=Kind.SINGLE)
    text = models.TextField(_("question"), blank=True)
    explanation = models.TextField(
        _("explanation"), blank=True, help_text=_("Shown after the answer: the rule and its source")
    )
    is_true = models.BooleanField(_("the statement is true"), default=False)
    person = models.CharField(_("person"), max_length=5, choices=Person, default=Person.ADULT)
    form = models.CharField(
        _("parallel form"), max_length=1, choices=ParallelForm, blank=True, help_text=_("For the questions of a bank")
    )

    topic = models.CharField(
        _("topic"), max_length=40, blank=True,
        help_text=_("For the questions of a bank: as many are drawn of each topic, for example of each module"),
    )  # fmt: skip
    objective = models.ForeignKey(
        Page, verbose_name=_("objectives tested"), on_delete=models.SET_NULL, null=True, blank=True, related_name="+",
        help_text=_("The lesson or module whose objectives it tests: who fails the final test is sent there"),
    )  # fmt: skip
    archived = models.BooleanField(
        _("archived"), default=False,
        help_text=_("Not asked any more; what was answered stays. A question that was answered cannot be deleted."),
    )  # fmt: skip

    panels = [
        FieldPanel("kind", classname="question-kind"),
        *language_panels(["text", "explanation"]),
        FieldPanel("is_true", classname="only-for-true_false"),
        FieldPanel("person", classname="only-for-checklist"),
        InlinePanel("choices", label=_("Choice"), classname=OF_CHOICES),
        InlinePanel("groups", label=_("Group"), classname="only-for-sorting only-for-matching"),
        FieldPanel("form", classname="only-for-bank"),
        FieldPanel("topic", classname="only-for-bank"),
        PageChooserPanel("objective", ["courses.LessonPage", "courses.ModulePage"]),
        FieldPanel("archived"),
    ]  # fmt: skip

    def __str__(self) -> str:
        return next((text for code in ORDER if (text := getattr(self, f"text_{code}"))), str(self.pk))


class Dimension(models.TextChoices):
    """The six dimensions of the ILO and European Commission lists of 2009 (indicators-source.md, section 2)."""

    DECEPTION = "deceptive_recruitment", _("Deceptive recruitment")
    COERCIVE_RECRUITMENT = "coercive_recruitment", _("Coercive recruitment")
    ABUSE_AT_RECRUITMENT = "abuse_recruitment", _("Recruitment by abuse of vulnerability")
    EXPLOITATION = "exploitation", _("Exploitation")
    COERCION = "coercion", _("Coercion at destination")
    ABUSE_AT_DESTINATION = "abuse_destination", _("Abuse of vulnerability at destination")


class Weight(models.TextChoices):
    """How strongly an indicator points."""

    STRONG = "strong", _("Strong")
    MEDIUM = "medium", _("Medium")
    WEAK = "weak", _("Weak")


class Choice(Orderable):
    """A choice, a step to put in order, or an indicator to tick; with the feedback it brings.

    `correct`: a right choice; a step that belongs in the order, which is that of the rows (the others endanger
    somebody); an indicator that is present in the facts.
    """

    key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    question = ParentalKey(Question, on_delete=models.CASCADE, related_name="choices")
    text = models.CharField(_("choice"), max_length=300, blank=True)
    feedback = models.CharField(_("feedback"), max_length=500, blank=True)
    correct = models.BooleanField(_("right"), default=False)
    dimension = models.CharField(_("dimension"), max_length=24, choices=Dimension, blank=True)
    weight = models.CharField(_("weight"), max_length=6, choices=Weight, blank=True)

    panels = [
        *language_panels(["text", "feedback"]),
        FieldPanel("correct"),
        FieldPanel("dimension", classname="only-for-checklist"),
        FieldPanel("weight", classname="only-for-checklist"),
    ]

    def __str__(self) -> str:
        return next((text for code in ORDER if (text := getattr(self, f"text_{code}"))), str(self.pk))


class Group(Orderable, ClusterableModel):
    """Where items are sorted into (act, means, purpose), or what something is matched with (an article, a service)."""

    key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    question = ParentalKey(Question, on_delete=models.CASCADE, related_name="groups")
    text = models.CharField(_("group"), max_length=200, blank=True)

    panels = [*language_panels(["text"]), InlinePanel("items", label=_("Item"))]

    def __str__(self) -> str:
        return next((text for code in ORDER if (text := getattr(self, f"text_{code}"))), str(self.pk))


class Item(Orderable):
    """Something that belongs into its group."""

    key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    group = ParentalKey(Group, on_delete=models.CASCADE, related_name="items")
    text = models.CharField(_("item"), max_length=300, blank=True)
    feedback = models.CharField(_("feedback"), max_length=500, blank=True)

    panels = language_panels(["text", "feedback"])

    def __str__(self) -> str:
        return next((text for code in ORDER if (text := getattr(self, f"text_{code}"))), str(self.pk))
