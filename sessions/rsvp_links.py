"""The secret address of a person at a session: to say yes or no, with or without an account."""

from django.core import signing
from django.db import connection
from django.urls import reverse

from sessions.models import Registration


def answer_path(row: Registration) -> str:
    """Where the person sees the session and answers: short enough for an SMS."""
    return reverse("sessions:answer", args=[signing.Signer(salt=_salt()).sign(str(row.pk))])


def read_answer_token(token: str) -> Registration | None:
    """The registration with its session and person; None for any other text, another NGO's or an erased person's."""
    try:
        pk = signing.Signer(salt=_salt()).unsign(token)
    except signing.BadSignature:
        return None
    rows = Registration.objects.filter(pk=pk, person__erased_at__isnull=True)
    return rows.select_related("session", "person__merged_into").first()


def _salt() -> str:
    return f"sessions.rsvp_links {connection.schema_name}"  # type: ignore[attr-defined]  # django-tenants' own
