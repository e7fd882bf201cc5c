"""Rows that name a person, read as those of a human: duplicates that were merged are one (definitions.md, rule 6)."""

from typing import Self

from django.db import models
from django.db.models.functions import Coalesce

# The person a row speaks of, once duplicates are merged; a merge never leads to another merged record.
WHO = Coalesce("person__merged_into", "person")


class ByHumanQuerySet(models.QuerySet):
    """For tables whose `person` may be a merged record: every list, count and look-up goes by `who`."""

    def by_human(self) -> Self:
        """Adds `who`: the id of the record that stays."""
        return self.annotate(who=WHO)
