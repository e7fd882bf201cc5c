"""The columns that somebody chose for a list of staff."""

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models


class ChosenColumns(models.Model):
    """The columns of one list, for one account: codes of `core.lists.Item`, in no order of their own.

    `title`: what the list was called in the language in which they were chosen, for whoever reads what is kept.
    """

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="chosen_columns")
    list = models.CharField(max_length=40)
    title = models.CharField(max_length=120)
    columns = ArrayField(models.CharField(max_length=40))

    class Meta:
        ordering = ["list"]
        constraints = [models.UniqueConstraint(fields=["user", "list"], name="columns_chosen_once_per_list")]

    def __str__(self) -> str:
        return f"{self.list}: {', '.join(self.columns)}"
