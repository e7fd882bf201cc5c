"""Rows that name a person, read as those of a human: duplicates that were merged are one (definitions.md, rule 6)."""

from typing import Any

from django.db import models
from django.db.models.functions import Coalesce

# The person a row speaks of, once duplicates are merged; a merge never leads to another merged record.
WHO = Coalesce("person__merged_into", "person")


class ByHuman:
    """Mixed into the query set of a table whose `person` may be a merged record.

    Every list, count and look-up of people goes by `who`, the id of the record that stays.
    """

    def by_human(self) -> Any:
        """Adds `who`."""
        return self.annotate(who=WHO)  # type: ignore[attr-defined]  # of the query set it is mixed into


class HumanQuerySet(ByHuman, models.QuerySet):
    """For a table that needs no other word."""
