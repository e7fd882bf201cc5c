"""Course, module and lesson pages."""

from collections.abc import Sequence

from django.core.validators import MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, InlinePanel
from wagtail.models import Page
from wagtail.search import index

from core.codes import Jurisdiction
from core.fields import StreamField
from core.languages import ORDER
from core.pages import TranslatedPage, reachable
from core.panels import tabbed
from courses.blocks import LessonBodyBlock
from courses.page_forms import CourseCopyForm, CourseForm, LessonForm, ModuleForm


class Profile(TranslatedPage):
    """For whom a course or a module is, and in which phase of the work; empty in a module: as its course."""

    class Phase(models.TextChoices):
        IDENTIFICATION = "identification", _("Identification")
        ACCOMPANIMENT = "accompaniment", _("Legal accompaniment")

    class Level(models.TextChoices):
        BASIC = "basic", _("Basic")
        INTERMEDIATE = "intermediate", _("Intermediate")
        ADVANCED = "advanced", _("Advanced")

    class Audience(models.TextChoices):
        PROFESSIONAL = "professional", _("Professionals")
        PUBLIC = "public", _("General public")
        MIXED = "mixed", _("Professionals and public")

    phase = models.CharField(_("phase"), max_length=14, choices=Phase, blank=True)
    level = models.CharField(_("level"), max_length=12, choices=Level, blank=True)
    audience = models.CharField(_("audience"), max_length=12, choices=Audience, blank=True)
    jurisdiction = models.CharField(
        _("jurisdiction"), max_length=3, choices=Jurisdiction, blank=True, help_text=_("Whose law it speaks of")
    )

    copy_form_class = CourseCopyForm
    profile_panels = [FieldPanel("phase"), FieldPanel("level"), FieldPanel("audience"), FieldPanel("jurisdiction")]

    class Meta(TranslatedPage.Meta):
        abstract = True


OBJECTIVES = _("One on each line")


class CoursePage(Profile):
    """A course: modules of lessons, and the rule by which it is completed."""

    objectives = models.TextField(_("objectives"), blank=True, help_text=OBJECTIVES)
    duration_minutes = models.PositiveSmallIntegerField(
        _("duration (minutes)"), default=60, validators=[MinValueValidator(1)]
    )
    final_exercise = models.ForeignKey(
        "courses.Exercise", verbose_name=_("final test"), on_delete=models.PROTECT, null=True, blank=True,
        related_name="+", limit_choices_to={"kind": "final"},
        help_text=_("Empty: the course is completed with its last lesson"),
    )  # fmt: skip

    final_last = models.BooleanField(
        _("final test last"), default=False, db_default=False,
        help_text=_("The final test and the post-test open once everything else that is required was done"),
    )  # fmt: skip

    base_form_class = CourseForm
    parent_page_types = ["pages.HomePage"]
    subpage_types = ["courses.ModulePage"]
    template = "courses/course_page.html"
    edit_handler = tabbed(
        ["heading", "seo_heading", "summary", "objectives"],
        [
            *Profile.profile_panels,
            FieldPanel("duration_minutes"),
            FieldPanel("final_exercise"),
            FieldPanel("final_last"),
            FieldPanel("slug"),
        ],
    )

    class Meta:
        verbose_name = _("course")
        verbose_name_plural = _("courses")

    def live_lessons(self) -> models.QuerySet["LessonPage"]:
        """The published lessons of published modules, in reading order."""
        hidden = self.get_children().filter(live=False)
        lessons = LessonPage.objects.descendant_of(self).live()
        for module in hidden:
            lessons = lessons.not_descendant_of(module)
        return lessons.order_by("path")


class ModulePage(Profile):
    """A module: objectives and lessons."""

    objectives = models.TextField(_("objectives"), blank=True, help_text=OBJECTIVES)
    duration_minutes = models.PositiveSmallIntegerField(
        _("duration (minutes)"), null=True, blank=True, validators=[MinValueValidator(1)],
        help_text=_("Empty: the sum of its lessons"),
    )  # fmt: skip

    is_open = models.BooleanField(
        _("open to everybody"), default=False, db_default=False,
        help_text=_("Its exercises are practised without an account too; no answer is kept, completions are counted."),
    )  # fmt: skip

    base_form_class = ModuleForm
    parent_page_types = ["courses.CoursePage"]
    subpage_types = ["courses.LessonPage"]
    template = "courses/module_page.html"
    edit_handler = tabbed(
        ["heading", "seo_heading", "summary", "objectives"],
        [*Profile.profile_panels, FieldPanel("duration_minutes"), FieldPanel("is_open"), FieldPanel("slug")],
    )

    class Meta:
        verbose_name = _("module")
        verbose_name_plural = _("modules")

    def live_lessons(self) -> models.QuerySet["LessonPage"]:
        """The published lessons, in reading order."""
        return LessonPage.objects.child_of(self).live().order_by("path")


class LessonPage(TranslatedPage):
    """A lesson: a body of blocks, and exercises after it."""

    objectives = models.TextField(_("objectives"), blank=True, help_text=OBJECTIVES)
    body = StreamField(LessonBodyBlock(), verbose_name=_("body"), blank=True)
    jurisdiction = models.CharField(
        _("jurisdiction"), max_length=3, choices=Jurisdiction, blank=True, help_text=_("Whose law it speaks of")
    )
    minutes = models.PositiveSmallIntegerField(_("minutes"), default=15, validators=[MinValueValidator(1)])
    required = models.BooleanField(_("required"), default=True, help_text=_("Needed to complete the course"))
    # A prerequisite lesson. Packed modules carry the field by this name, and their digests with it: it stays.
    is_gate = models.BooleanField(
        _("comes first"), default=False,
        help_text=_("The rules that protect everybody: those who have joined read the other lessons once this is done"),
    )  # fmt: skip

    base_form_class = LessonForm
    copy_form_class = CourseCopyForm
    parent_page_types = ["courses.ModulePage"]
    subpage_types: list[str] = []
    template = "courses/lesson_page.html"
    edit_handler = tabbed(
        ["heading", "seo_heading", "summary", "objectives", "body"],
        [
            FieldPanel("jurisdiction"),
            FieldPanel("minutes"),
            FieldPanel("required"),
            FieldPanel("is_gate"),
            InlinePanel(
                "lesson_exercises",
                label=_("Exercise"),
                heading=_("Exercises of the lesson"),
                help_text=_("Those that stand in the text are added here by themselves; the others follow the text."),
            ),
            FieldPanel("slug"),
        ],
    )
    search_fields = [*TranslatedPage.search_fields, *(index.SearchField(f"body_{code}") for code in ORDER)]

    class Meta:
        verbose_name = _("lesson")
        verbose_name_plural = _("lessons")

    def course(self) -> CoursePage:
        """The course this lesson belongs to."""
        return CoursePage.objects.ancestor_of(self).get()

    def courses_tested_here_only(self) -> list[CoursePage]:
        """The published courses whose final test stands in no other published lesson."""
        return courses_without_final([self])


def courses_without_final(pages: Sequence[Page]) -> list[CoursePage]:
    """The published courses, none of them among `pages`, of which nobody could take the final test any more if these
    pages were unpublished."""
    found = []
    for course in CoursePage.objects.live().filter(final_exercise__isnull=False):
        if any(page.pk == course.pk for page in pages):
            continue
        holding = reachable(LessonPage.objects.descendant_of(course))
        holding = holding.filter(lesson_exercises__exercise=course.final_exercise_id)
        left = [one for one in holding if not any(one.path.startswith(page.path) for page in pages)]
        if holding and not left:
            found.append(course)
    return found
