"""Two pages to take along from a module: of each lesson its key message and what to do on Monday; then the law."""

from typing import Any

from django.utils.translation import gettext as _

from core.languages import shown, shown_language
from courses.models import LessonPage, ModulePage
from courses.room.documents import Document, Piece, as_points

LAW, KEY, LIST = "law_reference", "key_message", "checklist"


def handout_of(module: ModulePage) -> Document:
    """In the language the module is shown in."""
    language = shown_language(module)
    pieces: list[Piece] = []
    laws: dict[str, Piece] = {}
    for lesson in LessonPage.objects.child_of(module).live().order_by("path"):
        blocks = list(shown(lesson, "body").value or ())
        points = _points(blocks)
        if points:
            pieces += [Piece("heading", str(shown(lesson, "heading"))), *points]
        for block in blocks:
            if block.block_type == LAW:
                mark = [("", _("To be checked by a jurist"))] if block.value["to_check"] else []
                laws.setdefault(block.value["article"], Piece("law", block.value["article"], block.value["text"], mark))
    if laws:
        pieces += [Piece("heading", _("What the law says")), *laws.values()]
    foot = _("Fictional situations only. No name, no address, no real case on this sheet.")
    return Document(
        str(shown(module, "heading")), str(shown(module, "summary")), language, pieces, columns=2, foot=foot
    )


def _points(blocks: list[Any]) -> list[Piece]:
    keys = [block.value for block in blocks if block.block_type == KEY]
    lists = [block.value for block in blocks if block.block_type == LIST]
    pieces = [Piece("key", text=keys[-1])] if keys else []
    return pieces + [
        Piece("boxes", str(value["title"]), points=as_points([str(point) for point in value["points"]]))
        for value in lists
    ]
