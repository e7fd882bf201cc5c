"""The tests of a session as a phone sends them, and the scores they leave."""

from decimal import Decimal

from django.urls import reverse

from sessions.models import TestScore, TrainingSession
from tests.support.clients import TenantClient
from tests.support.exercises import posted, right_answer


def address(session: TrainingSession, kind: str) -> str:
    return reverse("sessions:registered_test", args=[session.uuid, kind])


def answers(client: TenantClient, url: str, *, wrong: int = 0) -> dict[str, str]:
    """What the browser sends: all right but for the first so many questions."""
    form = client.get(url).context["form"]
    data = {"asked": form["asked"].value()}
    for place, asked in enumerate(form.drawn.questions):
        given = right_answer(asked)
        if place < wrong:
            given = [str(next(choice.key for choice in asked.choices.all() if not choice.correct))]
        data |= posted(asked, given)
    return data


def scores() -> list[tuple[str, Decimal, Decimal, str]]:
    return list(TestScore.objects.order_by("pk").values_list("kind", "score", "maximum", "source"))
