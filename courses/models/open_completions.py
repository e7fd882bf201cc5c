"""Open modules completed by visitors without an account (OPEN): events, not people. Nothing says who it was."""

import uuid

from django.db import models
from django.db.models.functions import Now

from core.codes import Language


class OpenCompletion(models.Model):
    """A visitor came to the end of a module. `event` makes a page that is sent twice count once; the module is named by
    its key, in whatever language it was read, and may be gone since."""

    event = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    module = models.UUIDField(db_index=True)
    language = models.CharField(max_length=2, choices=Language)
    at = models.DateTimeField(db_default=Now(), editable=False, db_index=True)

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.module} {self.at}"
