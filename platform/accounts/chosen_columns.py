"""Reads and keeps the columns that an account chose for a list."""

from collections.abc import Sequence
from typing import Any

from accounts.models import ChosenColumns
from core.chosen_columns import ColumnKeeper


def chosen_columns(user: Any, name: str) -> Sequence[str]:
    """None where the list is shown as it is by itself."""
    found = ChosenColumns.objects.filter(user=user, list=name).values_list("columns", flat=True).first()
    return found or ()


def keep_columns(*, user: Any, name: str, title: str, columns: Sequence[str]) -> None:
    """One row for an account and list; without columns none."""
    if columns:
        kept = {"title": title, "columns": list(columns)}
        ChosenColumns.objects.update_or_create(user=user, list=name, defaults=kept)
    else:
        ChosenColumns.objects.filter(user=user, list=name).delete()


KEEPER = ColumnKeeper(read=chosen_columns, keep=keep_columns)
