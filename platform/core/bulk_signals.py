"""Query sets that send a signal for rows written together, for which Django sends none."""

from collections.abc import Iterable
from typing import Any, ClassVar

from django.db import models
from django.dispatch import Signal

# Rows were inserted, updated or deleted together, in the transaction that writes them. `sender` is their model; `rows`
# are those inserted, or those updated or deleted as they were before.
rows_written = Signal()


class BulkSignalQuerySet(models.QuerySet):
    """Sends `rows_written` for rows written together; not for changes of `untracked_fields` fields alone."""

    untracked_fields: ClassVar[frozenset[str]] = frozenset()

    def bulk_create(self, objs: Iterable[Any], *args: Any, **kwargs: Any) -> list[Any]:
        """Insert, and send."""
        rows = super().bulk_create(objs, *args, **kwargs)
        if rows:
            rows_written.send(self.model, rows=rows)
        return rows

    def update(self, **kwargs: Any) -> int:
        """Update, and send."""
        rows = [] if kwargs.keys() <= self.untracked_fields else list(self)
        updated = super().update(**kwargs)
        if rows:
            rows_written.send(self.model, rows=rows)
        return updated

    def delete(self) -> tuple[int, dict[str, int]]:
        """Delete, and send once: a receiver of `post_delete` may pass over these rows (`already_sent`)."""
        rows = list(self)
        deleted = super().delete()
        if rows:
            rows_written.send(self.model, rows=rows)
        return deleted

    delete.alters_data = True  # type: ignore[attr-defined]
    delete.queryset_only = True  # type: ignore[attr-defined]


def already_sent(sender: type[models.Model], origin: Any) -> bool:
    """Whether `rows_written` tells of a row deleted from `origin`, with the others."""
    return isinstance(origin, BulkSignalQuerySet) and origin.model is sender
