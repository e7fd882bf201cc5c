"""Query sets that tell what they write to many rows at once, which Django's own post_save does not."""

from collections.abc import Iterable
from typing import Any, ClassVar

from django.db import models
from django.dispatch import Signal

# Rows were inserted, updated or deleted together, in the transaction that writes them. `sender` is their model; `rows`
# are those inserted, or those updated or deleted as they were before.
rows_written = Signal()


class TellingQuerySet(models.QuerySet):
    """Sends `rows_written` for rows written together; not for changes of `quiet` fields alone."""

    quiet: ClassVar[frozenset[str]] = frozenset()

    def bulk_create(self, objs: Iterable[Any], *args: Any, **kwargs: Any) -> list[Any]:
        """Insert, and tell."""
        rows = super().bulk_create(objs, *args, **kwargs)
        if rows:
            rows_written.send(self.model, rows=rows)
        return rows

    def update(self, **kwargs: Any) -> int:
        """Update, and tell."""
        rows = [] if kwargs.keys() <= self.quiet else list(self)
        updated = super().update(**kwargs)
        if rows:
            rows_written.send(self.model, rows=rows)
        return updated

    def delete(self) -> tuple[int, dict[str, int]]:
        """Delete, and tell once: of these rows a receiver of `post_delete` may pass over, their `origin` being told."""
        rows = list(self)
        deleted = super().delete()
        if rows:
            rows_written.send(self.model, rows=rows)
        return deleted

    delete.alters_data = True  # type: ignore[attr-defined]
    delete.queryset_only = True  # type: ignore[attr-defined]


def is_told(sender: type[models.Model], origin: Any) -> bool:
    """Whether a row deleted from `origin` is told together with the others."""
    return isinstance(origin, TellingQuerySet) and origin.model is sender
