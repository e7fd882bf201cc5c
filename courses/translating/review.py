"""What a delivered file would change, and everything that is wrong with it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from django.utils.translation import gettext as _

from core.languages import NAMES
from courses.translating.delivery import Delivered, Delivery, Problem
from courses.translating.entries import Entry
from courses.translating.markup import Piece, TagError, clean_text, fill_in, walk_tags, write_notation


@dataclass(frozen=True)
class Change:
    """A text that becomes `new`. `translated_from`: the source it was made from, where that has changed since."""

    entry: Entry
    new: str
    translated_from: str = ""

    @property
    def shown_source(self) -> str:
        return self.entry.shown_source

    @property
    def shown_old(self) -> str:
        return self.entry.shown_target

    @property
    def shown_new(self) -> str:
        """In the notation of the old text: it may have tags of its own."""
        return replace(self.entry, target=self.new).shown_target


@dataclass
class Review:
    """What the file would do; nothing is applied while there are problems."""

    changes: list[Change] = field(default_factory=list)
    unchanged: int = 0
    empty: int = 0
    problems: list[Problem] = field(default_factory=list)

    @property
    def values(self) -> dict[str, str]:
        """The new texts by id."""
        return {change.entry.id: change.new for change in self.changes}


def review_delivery(delivery: Delivery, entries: Sequence[Entry], *, module: str, language: str) -> Review:
    """Compare a file with the module as it is now."""
    review = Review(problems=list(delivery.problems))
    if delivery.language != language:
        shown = NAMES.get(delivery.language, delivery.language) or "?"
        why = _("This file is a translation into %(theirs)s, but %(ours)s was asked for. "
                "Import it from the page of that language.")  # fmt: skip
        review.problems.append(Problem(why % {"theirs": shown, "ours": NAMES[language]}))
        return review
    by_id = {entry.id: entry for entry in entries}
    foreign = delivery.entries and not any(found.unit in by_id for found in delivery.entries)
    if foreign or delivery.module not in ("", module):
        why = _("This file was exported from another module. Import it from the page of that module.")
        review.problems.append(Problem(why))
        return review
    seen: set[str] = set()
    for found in delivery.entries:
        _review_text(review, found, by_id.get(found.unit), found.unit in seen)
        seen.add(found.unit)
    if not delivery.entries and not review.problems:
        review.problems.append(Problem(_("The file holds no text to translate. Is it the file exported here?")))
    return review


def review_texts(entries: Sequence[Entry], written: Mapping[str, str]) -> Review:
    """Compare what somebody wrote, in our notation by id, with the texts as they are now."""
    review = Review()
    for entry in entries:
        text = written.get(entry.id)
        if text is None:
            continue
        if entry.target and not text.strip():
            why = _("This text was emptied. Write it, or remove it in the editor of its page.")
            review.problems.append(Problem(why, "", entry.id))
        else:
            _review_text(review, Delivered(entry.id, "", None, text), entry, again=False)
    return review


def _review_text(review: Review, found: Delivered, entry: Entry | None, again: bool) -> None:
    if entry is None:
        why = _("There is no such text in this module: it was removed since, or its id was altered. "
                "Remove it from the file, or export the module again.")  # fmt: skip
        review.problems.append(Problem(why, found.place, found.unit))
        return
    if again:
        why = _("This text is there twice. Keep one of the two.")
        review.problems.append(Problem(why, found.place, found.unit))
        return
    changed_source = source_then(entry, found.source)
    try:
        new = read_text(entry, found.target)
    except TagError as error:
        why = str(error)
        if changed_source:
            why += " " + _("The original has changed since the export: export the module again.")
        review.problems.append(Problem(why, found.place, found.unit))
        return
    if not new:
        review.empty += 1
    elif new == entry.write(entry.target_pieces()):
        review.unchanged += 1
    elif entry.max_length and len(new) > entry.max_length:
        why = _("%(length)d characters, where %(most)d fit. Shorten the text.")
        values = {"length": len(new), "most": entry.max_length}
        review.problems.append(Problem(why % values, found.place, found.unit))
    else:
        review.changes.append(Change(entry, new, changed_source))


def read_text(entry: Entry, target: list[Piece] | str) -> str:
    """The delivered text as it would be kept; empty where it says nothing. Raises TagError."""
    pieces = entry.read(target) if isinstance(target, str) else target
    if not _says_something(pieces):
        return ""
    if not entry.is_html:
        return entry.write(fill_in(pieces, [], []))
    return entry.write(fill_in(pieces, entry.source_pieces(), entry.target_pieces()))


def _says_something(pieces: list[Piece]) -> bool:
    inside = [piece for tag in walk_tags(pieces) for piece in tag.children or []]
    return any(isinstance(piece, str) and piece.strip() for piece in (*pieces, *inside))


def source_then(entry: Entry, delivered: list[Piece] | str | None) -> str:
    """The source as it was when the file was exported, if it has changed since; else empty."""
    if delivered is None:
        return ""
    now = entry.shown_source
    then = clean_text(delivered) if isinstance(delivered, str) else _as_text(entry, delivered)
    return then if then not in ("", now) else ""


def _as_text(entry: Entry, pieces: list[Piece]) -> str:
    # Plain text has no tags; should a file bring some, what it was made from had them.
    return write_notation(pieces) if not entry.is_html and any(walk_tags(pieces)) else entry.notation(pieces)
