"""Remembers what somebody of the NGO said about headings and words, and begins the next list with it."""

from collections import defaultdict

from people.imports.choices import Choices
from people.imports.understanding import COLUMN, Understood
from people.imports.words import CODED, key
from people.models import ListAnswer

LONGEST = ListAnswer._meta.get_field("word").max_length or 0


def remembered() -> dict[str, dict[str, str]]:
    """ "column" or a field of codes -> key of a heading or a word -> the answer."""
    found: dict[str, dict[str, str]] = defaultdict(dict)
    for about, word, answer in ListAnswer.objects.values_list("about", "word", "answer"):
        found[about][word] = answer
    return found


def remember(choices: Choices, understood: Understood) -> None:
    """Keep what was chosen for this list; of values those of codes only, which name nobody."""
    used = {column.heading for column in understood.columns}
    answers = [(COLUMN, heading, field) for heading, field in choices.columns.items() if heading in used]
    answers += [
        (field, text, code) for field in CODED for text, code in choices.values.get(field, {}).items()
    ]  # fmt: skip
    rows = {(about, key(word)): answer for about, word, answer in answers if key(word) and len(key(word)) <= LONGEST}
    ListAnswer.objects.bulk_create(
        [ListAnswer(about=about, word=word, answer=answer) for (about, word), answer in rows.items()],
        update_conflicts=True, unique_fields=["about", "word"], update_fields=["answer"],
    )  # fmt: skip
