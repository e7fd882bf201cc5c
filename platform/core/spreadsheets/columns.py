"""Columns of a workbook: the name of each, the parser of its cells, the model field it fills."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import cast

from django.db import models

from core.spreadsheets import cells


@dataclass(frozen=True)
class Column:
    """`field` is the model's name for it, where it differs."""

    name: str
    read: cells.Reader
    required: bool = False
    renamed: str = ""

    @property
    def field(self) -> str:
        return self.renamed or self.name


def text_of(model: type[models.Model], field: str, read: Callable[[int], cells.Reader] = cells.text) -> cells.Reader:
    """A reader that knows how long the model's field may be."""
    found = cast("models.CharField[str, str]", model._meta.get_field(field))
    return read(found.max_length or 0)
