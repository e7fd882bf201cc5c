"""Completions of open modules by visitors without an account (definitions.md, OPEN): events, not people.

A row names nobody and leads to nobody: a module, a day, a language. It is written once, never changed or deleted.
"""

from typing import Any, NoReturn
from uuid import uuid4

from django.db import models
from django.utils import timezone

from core.bulk_signals import BulkSignalQuerySet
from core.codes import Language


class WrittenOnceError(TypeError):
    """Raised by whoever would change what is counted."""

    def __init__(self) -> None:
        super().__init__("A completion of an open module is written once.")


class OpenCompletionQuerySet(BulkSignalQuerySet):
    def update(self, **kwargs: Any) -> NoReturn:
        raise WrittenOnceError

    def delete(self) -> NoReturn:
        raise WrittenOnceError


class OpenCompletion(models.Model):
    """`uuid` makes what is sent twice count once; `module` is the page's translation key, which outlives the page."""

    uuid = models.UUIDField(default=uuid4, unique=True, editable=False)
    module = models.UUIDField()
    day = models.DateField(default=timezone.localdate)
    language = models.CharField(max_length=2, choices=Language)

    objects = OpenCompletionQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["day", "module"], name="open_completion_day")]

    def __str__(self) -> str:
        return f"{self.module} · {self.day}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        if self.pk is not None:
            raise WrittenOnceError
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> NoReturn:
        raise WrittenOnceError
