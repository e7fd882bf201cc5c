"""What the writing screen sends, and what stands in the newest draft."""

import uuid

from django.urls import reverse

from core.languages import ORDER
from courses.models import LessonPage

INLINE = '"type": "unstyled", "depth": 0, "inlineStyleRanges": [], "entityRanges": []'
TEXT = '{"blocks": [{"key": "a", "text": "%s", ' + INLINE + '}], "entityMap": {}}'


def newest(lesson):
    return LessonPage.objects.get(pk=lesson.pk).get_latest_revision_as_object()


def form_of(lesson, **more):
    """What the screen sends of a lesson with a text, a key message and a question in three languages."""
    paragraph, key, asked = (str(uuid.uuid4()) for _ in range(3))
    choices = [str(uuid.uuid4()) for _ in range(2)]
    data = {
        "loaded": str(LessonPage.objects.get(pk=lesson.pk).latest_revision_id),
        "block": [f"{paragraph}:paragraph", f"{key}:key_message", f"{asked}:question"],
        f"question-{asked}-choices": choices,
        f"question-{asked}-right": choices[1],
    }
    for code in ORDER:
        data |= {
            f"heading-{code}": f"Leçon {code}",
            f"ready-{code}": "on",
            f"text-{code}-{paragraph}": TEXT % f"Texte {code}",
            f"text-{code}-{key}": f"Message {code}",
            f"question-{asked}-text-{code}": f"Question {code}",
        } | {f"question-{asked}-choice-{choice}-{code}": f"Choix {code}" for choice in choices}
    return data | more


def send(client, lesson, data, **options):
    return client.post(reverse("courses_writing:lesson", args=[lesson.pk]), data, **options)
