"""What was asked and what was right, as it stood when it was answered."""

from django.db import models


class Version(models.Model):
    """A question, or the scenes of a case, as they were asked: what an editor changes later moves no old result.

    `key`: that of the question, or of the exercise for a case; the same in every version and language. `number`: from
    1, in the order they were answered. `content`: see `courses.versions`.
    """

    key = models.UUIDField()
    number = models.PositiveIntegerField()
    content = models.JSONField()
    made_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["key", "number"], name="version_once_per_number")]

    def __str__(self) -> str:
        return f"{self.key} v{self.number}"
