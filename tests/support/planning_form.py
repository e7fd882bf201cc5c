"""What the form of a session sends, and the errors it names."""

from typing import Any

from django.urls import reverse

from sessions.models import TrainingSession
from tests.support.clients import TenantClient
from tests.support.sessions import today


def sent(*rows: dict[str, Any], total: int = 4, **fields: Any) -> dict[str, Any]:
    """What the browser sends: the fields, and all rows with their untouched minutes."""
    data = {"title": "First steps", "kind": "training", "audience": "professional", "role": "organised"}
    data |= {"half_days-TOTAL_FORMS": total, "half_days-INITIAL_FORMS": 0} | fields
    for index in range(total):
        row = {"date": "", "part": "", "minutes": 210} | (rows[index] if index < len(rows) else {})
        data |= {f"half_days-{index}-{name}": value for name, value in row.items()}
    return data


def row(days: int = 0, part: str = "morning", minutes: int = 210, **more: Any) -> dict[str, Any]:
    return {"date": today(days).isoformat(), "part": part, "minutes": minutes} | more


def edited(client: TenantClient, session: TrainingSession, data: dict[str, Any]) -> Any:
    """The form of a session as it is opened now, sent with these values."""
    url = reverse("sessions:edit", args=[session.uuid])
    return client.post(url, data | {"seen": client.get(url).context["form"]["seen"].value()})


def errors(response: Any) -> dict[str, list[str]]:
    """Messages by field, those of rows by row and field."""
    form = response.context["form"]
    found = {name: list(messages) for name, messages in form.errors.items()}
    for number, wrong in form.wrong_rows:
        found |= {f"{number} {name}": list(messages) for name, messages in wrong.errors.items()}
    return found
