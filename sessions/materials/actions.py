"""Sharing something with a session's participants, and taking it back."""

from django.db import transaction
from wagtail.documents.models import AbstractDocument
from wagtail.models import Page

from accounts.models import User
from sessions.models import Material, TrainingSession


@transaction.atomic
def share_page(*, session: TrainingSession, page: Page, actor: User) -> None:
    """A module or a lesson; once more changes nothing."""
    Material.objects.get_or_create(session=session, page=Page(pk=page.pk), defaults={"shared_by": actor})


@transaction.atomic
def share_document(*, session: TrainingSession, document: AbstractDocument, language: str, actor: User) -> None:
    """A document, in the language it is in; once more corrects the language."""
    Material.objects.update_or_create(
        session=session, document=document, defaults={"language": language}, create_defaults={
            "language": language, "shared_by": actor,
        },
    )  # fmt: skip


@transaction.atomic
def take_back(*, material: Material) -> None:
    """Show it no more; the page or document itself stays where it is."""
    material.delete()
