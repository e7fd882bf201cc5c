"""Database functions that compare and order texts as `core.text.fold` does in Python: case, accents, variants."""

from collections.abc import Iterable
from typing import Any

from django.db import models
from django.db.models import Case, Func, Value, When
from django.db.models.functions import Coalesce, Concat, Lower, NullIf

from core.text import fold

# What core.text.fold does in Python: letter variants and digits replaced, tatweel and vowel marks dropped.
_FROM = "أإآٱةىؤئ" + "٠١٢٣٤٥٦٧٨٩" + "۰۱۲۳۴۵۶۷۸۹" + "\u0640" + "".join(map(chr, range(0x064B, 0x0653))) + "\u0670"
_TO = "ااااهيوي" + "0123456789" * 2


def folded(text: Any) -> Func:
    """The SQL of `core.text.fold`, for a column or a value."""
    plain = Func(text, Value(_FROM), Value(_TO), function="translate", output_field=models.TextField())
    return Lower(Func(plain, function="unaccent", output_field=models.TextField()))


def folded_sql(column: str) -> str:
    """The same as text, for a statement that is written by hand; `column` is ours, never a reader's."""
    return f"lower(unaccent(translate({column}, '{_FROM}', '{_TO}')))"


def containing(queryset: Any, text: str, *columns: Any) -> Any:
    """Rows in which every word of `text` occurs somewhere in `columns`, compared as by `core.text.fold`."""
    spaced = [part for column in columns for part in (Coalesce(column, Value("")), Value(" "))]
    queryset = queryset.alias(haystack=folded(Concat(*spaced, output_field=models.TextField())))
    for word in fold(text).split()[:8]:
        queryset = queryset.filter(haystack__contains=folded(Value(word, output_field=models.TextField())))
    return queryset


def by_words(name: str) -> tuple[Any, ...]:
    """Order by a text without case, accents and letter variants; those without one last, either way."""
    return (NullIf(folded(name), Value("", output_field=models.TextField()), output_field=models.TextField()),)


def by_label(name: str, choices: Iterable[tuple[Any, Any]]) -> tuple[Any, ...]:
    """Order by a code as the reader's alphabet orders its names; those of no known code last, either way."""
    ranked = sorted(choices, key=lambda choice: fold(str(choice[1])))
    whens = [When(**{name: code}, then=Value(rank)) for rank, (code, _label) in enumerate(ranked) if code]
    return (Case(*whens, default=None, output_field=models.IntegerField()),)
