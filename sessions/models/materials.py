"""What a session's trainer leaves its participants: pages and documents of the NGO, never files of participants."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.documents import get_document_model_string
from wagtail.models import Page

from core.codes import Language
from sessions.models.training_session import TrainingSession


class Material(models.Model):
    """A module, a lesson or a document, shown to those with a place. `language`: of a document, where it is known."""

    session = models.ForeignKey(TrainingSession, on_delete=models.CASCADE, related_name="materials")
    page = models.ForeignKey(Page, on_delete=models.CASCADE, null=True, related_name="+")
    document = models.ForeignKey(get_document_model_string(), on_delete=models.CASCADE, null=True, related_name="+")
    language = models.CharField(_("language"), max_length=2, choices=Language, blank=True)
    shared_at = models.DateTimeField(auto_now_add=True)
    shared_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(page__isnull=True, document__isnull=False)
                | models.Q(page__isnull=False, document__isnull=True),
                name="material_is_one_thing",
            ),
            models.UniqueConstraint(fields=["session", "page"], name="material_page_once"),
            models.UniqueConstraint(fields=["session", "document"], name="material_document_once"),
        ]

    def __str__(self) -> str:
        return f"{self.session_id} · {self.page_id or self.document_id}"
