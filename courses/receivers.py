"""Reactions of courses: a published course has a join code, a signed law whose text changes is to be checked again,
readers' remarks go with the text and with the person."""

from typing import Any

from django.db.models.signals import pre_save
from django.dispatch import receiver
from wagtail.models import Revision
from wagtail.signals import page_published

from accounts.models import JoinCode
from courses.legal import mark_changed_laws, mark_changed_term
from courses.models import CoursePage, GlossaryTerm, LessonPage, Remark
from courses.remarks import forget_outdated
from people.models import Person, PersonQuerySet
from people.signals import person_erased


@receiver(page_published, sender=CoursePage)
def give_join_code(instance: CoursePage, **kwargs: Any) -> None:
    """A published course has a code to join with; an existing one, open or closed, is left as it is."""
    JoinCode.objects.get_or_create(target_kind=JoinCode.Target.COURSE, target_uuid=instance.translation_key)


@receiver(pre_save, sender=Revision)
def check_changed_laws_again(instance: Revision, **kwargs: Any) -> None:
    """Every draft of a lesson, however it came about: the only way into a lesson's text."""
    if "lesson_exercises" in instance.content:
        mark_changed_laws(instance.content)


@receiver(pre_save, sender=GlossaryTerm)
def check_changed_terms_again(instance: GlossaryTerm, raw: bool = False, **kwargs: Any) -> None:
    """The glossary has no drafts: the mark comes back with the words."""
    if not raw and instance.pk:
        mark_changed_term(instance)


@receiver(page_published, sender=LessonPage)
def forget_remarks_on_other_words(instance: LessonPage, **kwargs: Any) -> None:
    """What readers said of words that are there no more."""
    forget_outdated(instance)


@receiver(person_erased, sender=Person)
def forget_remarks_of_the_erased(people: PersonQuerySet, **kwargs: Any) -> None:
    """They stand in no count, and would be kept for nothing."""
    Remark.objects.filter(person__in=people).delete()
