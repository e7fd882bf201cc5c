"""The materials of a session on the page of whoever has a place there."""

from typing import Any

from django import template
from django.urls import reverse

from sessions.materials.reading import Shared, materials_of
from sessions.models import Registration
from sessions.rsvp_links import answer_path

register = template.Library()


@register.simple_tag
def shared_materials(row: Registration, is_signed_in: bool) -> list[tuple[Shared, str]]:
    """Each with its address; documents by the account, else by the secret address of the registration."""
    if row.status != Registration.Status.CONFIRMED:
        return []
    found = materials_of(row.session)
    return [(one, one.page_url or _document_url(row, one.material.pk, is_signed_in)) for one in found]


def _document_url(row: Registration, pk: Any, is_signed_in: bool) -> str:
    if is_signed_in:
        return reverse("sessions:material", args=[row.session.uuid, pk])
    return f"{answer_path(row)}materials/{pk}/"
