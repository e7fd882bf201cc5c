"""Append-only rows brought in line with the workbook: attendance and head-counts.

An imported row bears a `client_event_id` made from what it is about: uuid5 of the table, the primary keys of
the slot (and the person), and a running number 1, 2, ... of the rows ever imported about them. So imported
rows can be told from those recorded on screen without a column of their own, and still can when one is
renamed. The row that voids an imported row bears an id made from the voided one's. As rows are never deleted,
the numbers 1 to n of a key that has n rows cover every imported one.

Rows are compared as multisets: for each key, equal values stay, values that the workbook no longer has are
voided, missing ones are added. A row that a person voided on screen stays voided as long as the workbook
repeats it.
"""

import uuid
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext_noop

from sessions.models.evidence import AppendOnly
from sessions.records.report import Tally

IMPORTED = uuid.UUID("6f2b7c1e-0d5a-4f43-9c55-5741534c0001")
REASON = gettext_noop("changed in the workbook")
BATCH = 2000

Columns = tuple[str, ...]
Key = tuple[int, ...]
Value = tuple[Any, ...]


@dataclass(frozen=True)
class Entry:
    """A stored row."""

    pk: int
    event: UUID
    value: Value


class Ledger:
    """One append-only table.

    `keys` and `values` are its columns, the slot's first; `copies` further ones, with the column they repeat.
    """

    def __init__(self, model: type[AppendOnly], *, keys: Columns, values: Columns, copies: dict[str, str]) -> None:
        self.model, self.keys, self.values, self.copies = model, keys, values, copies
        self.stored: dict[Key, list[Entry]] = defaultdict(list)
        self.voided: dict[int, UUID] = {}  # primary key -> event of the row that voids it
        self.now = timezone.now()  # given by the database, it would make the insertion twice as slow

    def bring_in_line(self, *, wanted: dict[Key, Counter[Value]], tally: Tally) -> set[int]:
        """Void and add rows until the imported ones are those `wanted`; returns the slots that changed."""
        self._load({key[0] for key in wanted})
        rows: list[AppendOnly] = []
        touched: set[int] = set()
        for key, values in wanted.items():
            changes = [*self._changes(key, values, tally)]
            rows += changes
            if changes:
                touched.add(key[0])
        self.model.objects.bulk_create(rows, batch_size=BATCH)
        return touched

    def _load(self, slots: Iterable[int]) -> None:
        columns = ("pk", "client_event_id", "voids_id", *self.keys, *self.values)
        found = self.model.objects.filter(**{f"{self.keys[0]}__in": slots}).order_by("pk")
        width = len(self.keys)
        for pk, event, voids, *rest in found.values_list(*columns):
            self.stored[tuple(rest[:width])].append(Entry(pk, event, tuple(rest[width:])))
            if voids:
                self.voided[voids] = event

    def _changes(self, key: Key, wanted: Counter[Value], tally: Tally) -> Iterator[AppendOnly]:
        """The rows to write for one key."""
        entries = self.stored.get(key, [])
        events = {self._event(key, number) for number in range(1, len(entries) + 1)}
        imported = [entry for entry in entries if entry.event in events]
        missing, voided = Counter(wanted), 0
        for entry in sorted(imported, key=lambda one: one.pk in self.voided):  # those that stand come first
            if self.voided.get(entry.pk) == _voiding_event(entry):
                continue
            if missing[entry.value]:
                missing[entry.value] -= 1
                tally.same += 1
            elif entry.pk not in self.voided:
                voided += 1
                yield self._row(key, entry.value, _voiding_event(entry), voids_id=entry.pk, reason=REASON)
        for number, value in enumerate(missing.elements(), start=len(imported) + 1):
            yield self._row(key, value, self._event(key, number))
        tally.changed += voided
        tally.new += max(0, missing.total() - voided)

    def _event(self, key: Key, number: int) -> UUID:
        return uuid.uuid5(IMPORTED, "/".join(map(str, (self.model._meta.model_name, *key, number))))

    def _row(self, key: Key, value: Value, event: UUID, **others: Any) -> AppendOnly:
        cells = dict(zip((*self.keys, *self.values), (*key, *value), strict=True))
        copies = {column: cells[repeated] for column, repeated in self.copies.items()}
        return self.model(client_event_id=event, server_time=self.now, **cells, **copies, **others)


def _voiding_event(entry: Entry) -> UUID:
    return uuid.uuid5(IMPORTED, f"void/{entry.event}")
