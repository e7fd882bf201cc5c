"""A question written in the lesson where it stands: an exercise for practice with one question of one right answer."""

import uuid
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.core.exceptions import ValidationError
from django.http import QueryDict
from django.utils import translation
from django.utils.translation import gettext as _

from core.languages import NAMES, ORDER
from courses.models import Answer, Choice, Exercise, LessonExercise, LessonPage, Question
from courses.ownership import may_change_exercise

STRUCTURE = "structure"  # what is right and in which order: what is no language's
LONGEST_CHOICE = Choice._meta.get_field("text_fr").max_length or 300


@dataclass
class WrittenChoice:
    """One choice: its key, its texts by language, whether it is right."""

    key: str
    texts: dict[str, str] = field(default_factory=dict)
    is_right: bool = False


@dataclass
class WrittenQuestion:
    """A question as it is written: its texts and explanation by language, its choices."""

    texts: dict[str, str]
    explanations: dict[str, str]
    choices: list[WrittenChoice]

    @property
    def is_empty(self) -> bool:
        return not any(self.texts.values()) and not any(any(choice.texts.values()) for choice in self.choices)

    def problems(self, ready: list[str]) -> list[str]:
        """What keeps it from being answered in these languages, in sentences."""
        found = []
        for code in ready:
            said = [self.texts.get(code), *(choice.texts.get(code) for choice in self.choices)]
            if not all(said):
                found.append(
                    _("The question or one of its choices is empty in %(language)s.") % {"language": NAMES[code]}
                )
        if len(self.choices) < 2:
            found.append(_("Write two choices at least."))
        if sum(choice.is_right for choice in self.choices) != 1:
            found.append(_("No choice is marked right. Tick the right one."))
        return found


def _with_parts(before: WrittenQuestion, written: WrittenQuestion, parts: Collection[str]) -> WrittenQuestion:
    """What was there with the parts that were written."""

    def merged(was: Mapping[str, str], now: Mapping[str, str]) -> dict[str, str]:
        return {code: (now if code in parts else was).get(code, "") for code in ORDER}

    known = {choice.key: choice for choice in before.choices}
    given = {choice.key: choice for choice in written.choices}
    blank = WrittenChoice("")
    choices = [
        WrittenChoice(
            choice.key,
            merged(known.get(choice.key, blank).texts, given.get(choice.key, choice).texts),
            choice.is_right,
        )
        for choice in (written.choices if STRUCTURE in parts else before.choices)
    ]
    return WrittenQuestion(
        merged(before.texts, written.texts), merged(before.explanations, written.explanations), choices
    )


def read_question(exercise: Exercise) -> WrittenQuestion:
    """The only question of a draft."""
    (question,) = exercise.questions.all()
    choices = [
        WrittenChoice(str(choice.key), {code: getattr(choice, f"text_{code}") or "" for code in ORDER}, choice.correct)
        for choice in sorted(question.choices.all(), key=lambda choice: choice.sort_order or 0)
    ]
    texts = {code: getattr(question, f"text_{code}") or "" for code in ORDER}
    return WrittenQuestion(texts, {code: getattr(question, f"explanation_{code}") or "" for code in ORDER}, choices)


def read_posted(data: QueryDict, identity: str) -> WrittenQuestion:
    """The same, as the screen sends it. Raises ValidationError."""
    right = data.get(f"question-{identity}-right")
    choices = []
    for key in dict.fromkeys(data.getlist(f"question-{identity}-choices")):
        texts = {code: data.get(f"question-{identity}-choice-{key}-{code}", "").strip() for code in ORDER}
        if any(len(text) > LONGEST_CHOICE for text in texts.values()):
            too_long = _("A choice is longer than %(most)d characters. Shorten it.")
            raise ValidationError(too_long % {"most": LONGEST_CHOICE})
        try:
            choices.append(WrittenChoice(str(uuid.UUID(key)), texts, key == right))
        except ValueError as error:
            raise ValidationError(_("This page is no longer sound. Load it again.")) from error
    said = [
        {code: data.get(f"question-{identity}-{name}-{code}", "").strip() for code in ORDER}
        for name in ("text", "explanation")
    ]
    return WrittenQuestion(said[0], said[1], choices)


def written_here(exercise: Exercise, lesson: LessonPage, user: Any) -> Exercise | None:
    """The draft of an exercise simple enough to be written in the lesson, which is no other lesson's, nor answered."""
    draft = exercise.get_latest_revision_as_object()
    questions = list(draft.questions.all())
    is_simple = (
        draft.kind == Exercise.Kind.PRACTICE
        and not draft.bank_id
        and len(questions) == 1
        and questions[0].kind == Question.Kind.SINGLE
        and not questions[0].archived
    )
    if not is_simple or not may_change_exercise(user, exercise):
        return None
    elsewhere = LessonExercise.objects.filter(exercise=exercise).exclude(lesson=lesson).exists()
    return None if elsewhere or Answer.objects.filter(question__exercise=exercise).exists() else draft


def new_exercise(lesson: LessonPage) -> Exercise:
    """An exercise for a question of this lesson, not published, named after the lesson in each language."""
    exercise = Exercise(kind=Exercise.Kind.PRACTICE, live=False, has_unpublished_changes=True)
    for code, heading in lesson.headings().items():
        with translation.override(code):
            name = _("Question: %(lesson)s") % {"lesson": heading}
        setattr(exercise, f"heading_{code}", name[:200])
    exercise.questions = [Question(kind=Question.Kind.SINGLE, sort_order=0)]
    exercise.save()
    return exercise


def write_question(
    *, exercise: Exercise, written: WrittenQuestion, actor: Any, parts: Collection[str] = (*ORDER, STRUCTURE)
) -> None:
    """Save the question as a draft of its exercise: its languages and what is right, as far as `parts` says; what is as
    it was is not saved. Raises ValidationError."""
    if exercise.latest_revision_id:
        before = read_question(exercise)
        written = _with_parts(before, written, parts)
        if before == written:
            return
    keys = [choice.key for choice in written.choices]
    if Choice.objects.filter(key__in=keys).exclude(question__exercise=exercise.pk).exists():
        raise ValidationError(_("This page is no longer sound. Load it again."))
    (question,) = exercise.questions.all()
    for code in ORDER:
        setattr(question, f"text_{code}", written.texts.get(code, ""))
        setattr(question, f"explanation_{code}", written.explanations.get(code, ""))
    known = {str(choice.key): choice for choice in question.choices.all()}
    choices = []
    for place, given in enumerate(written.choices):
        choice = known.get(given.key) or Choice(key=uuid.UUID(given.key))
        choice.sort_order, choice.correct = place, given.is_right
        for code in ORDER:
            setattr(choice, f"text_{code}", given.texts.get(code, ""))
        choices.append(choice)
    question.choices = choices
    exercise.questions = [question]
    exercise.save_revision(user=actor, clean=False, log_action=True)
