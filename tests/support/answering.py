"""An exercise opened and answered by a participant."""

import html
import re

from courses.models import CoursePage, Exercise


def path_of(lessons, exercise, language="fr"):
    return f"/{language}/learn/lessons/{lessons[1].pk}/exercises/{exercise.pk}/"


def open_form(client, path):
    """The page's hidden field, as the form sends it back."""
    return {"asked": client.get(path).context["form"]["asked"].value()}


def text_of(response):
    return re.sub(r"\s+", " ", html.unescape(re.sub(r"<[^>]+>", " ", response.content.decode())))


def post_one(participant, lessons, exercise, made, data):
    """Answer an exercise of this one question; `data` of the saved question makes what is posted."""
    exercise.questions, exercise.kind = [made], Exercise.Kind.PRACTICE
    exercise.save()
    CoursePage.objects.update(final_exercise=None)
    asked, path = exercise.questions.get(), path_of(lessons, exercise, "en")
    return asked, participant.post(path, open_form(participant, path) | data(asked), follow=True)


def places(*numbers):
    """A position for each choice of an ordering, as posted."""
    return lambda asked: {f"q{asked.pk}-{c.key}": str(n) for c, n in zip(asked.choices.all(), numbers, strict=True)}
