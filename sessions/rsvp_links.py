"""The secret address of a person at a session: to say yes or no, with or without an account."""

from django.core import signing
from django.urls import reverse

from core.signing import tenant_salt
from sessions.models import Registration


def answer_path(row: Registration) -> str:
    """Where the person sees the session and answers: short enough for an SMS."""
    return reverse("sessions:answer", args=[signing.Signer(salt=tenant_salt("sessions.answering")).sign(str(row.pk))])


def read_answer_token(token: str) -> Registration | None:
    """The registration with its session and person; None for any other text, another NGO's or an erased person's."""
    try:
        pk = signing.Signer(salt=tenant_salt("sessions.answering")).unsign(token)
    except signing.BadSignature:
        return None
    rows = Registration.objects.filter(pk=pk, person__erased_at__isnull=True)
    return rows.select_related("session", "person__merged_into").first()
