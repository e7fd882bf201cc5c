"""What the writing screen shows of a lesson: a row for each block, a cell for each of its texts in each language."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.utils.html import format_html
from django.utils.safestring import SafeString
from wagtail import blocks
from wagtail.admin.rich_text.editors.draftail import DraftailRichTextArea

from core.languages import NAMES, ORDER, direction
from core.sequence import Body
from core.translations import source_language, words_of
from courses.models import LessonPage
from courses.packing.reading import raw_bodies
from courses.writing.choices import Chosen, may_be_put_in
from courses.writing.shapes import BLANK, LISTS, blank_block, is_chooser, items_of, label_of, shape_of, values_of

TEMPLATE_ID = "new-block"
TEMPLATE_ITEM = "new-item"
Things = Mapping[type, Mapping[int, Any]]  # what is chosen, by model and id


@dataclass(frozen=True)
class Cell:
    """One text in one language; `is_missing`: another language has it."""

    name: str
    language: str
    value: str
    block: Any
    label: str
    is_missing: bool = False

    @property
    def direction(self) -> str:
        return direction(self.language)

    @property
    def is_rich(self) -> bool:
        return isinstance(self.block, blocks.RichTextBlock)

    @property
    def identity(self) -> str:
        """The id of its input: rich text is found by it as by a selector."""
        return f"id_{self.name}".replace("/", "-")

    def widget(self) -> SafeString:
        """Its input."""
        said = {"lang": self.language, "dir": self.direction, "aria-label": f"{self.label}, {NAMES[self.language]}"}
        if self.is_rich:
            widget = DraftailRichTextArea(features=self.block.features)
            return SafeString(widget.render(self.name, self.value, attrs={"id": self.identity, **said}))
        longest = getattr(getattr(self.block, "field", None), "max_length", None)
        limit = format_html(' maxlength="{}"', longest) if longest else ""
        return format_html(
            '<textarea name="{}" id="{}" rows="{}" lang="{}" dir="{}" aria-label="{}"{}>{}</textarea>',
            self.name, self.identity, min(10, 2 + len(self.value) // 34), *said.values(), limit, self.value,
        )  # fmt: skip


@dataclass(frozen=True)
class Text:
    """One text of a block, in every language. `item`: the id of the point it is, in a list of points."""

    label: str
    cells: list[Cell]
    item: str = ""


@dataclass(frozen=True)
class Row:
    """One block. `choices`: what is chosen once for all languages; `question`: where it is written here; `address`: of
    the form of an exercise; `said`: what its authors are told of readers, in words."""

    id: str
    kind: str
    label: str
    texts: list[Text] = field(default_factory=list)
    choices: list[Chosen] = field(default_factory=list)
    question: Any = None
    address: str = ""
    said: str = ""

    @property
    def has_list(self) -> bool:
        return self.kind in LISTS

    @property
    def plain_texts(self) -> list[Text]:
        return [text for text in self.texts if not text.item]

    @property
    def points(self) -> list[Text]:
        return [text for text in self.texts if text.item]

    @property
    def is_complete(self) -> bool:
        """Whether everything that is chosen here is there."""
        return not any(chosen.is_gone for chosen in self.choices)


def sequence_of(bodies: Mapping[str, Body], source: str) -> list[tuple[str, str]]:
    """(id, kind) of every block of the lesson, in its one order."""
    order: list[tuple[str, str]] = [(block["id"], block["type"]) for block in bodies.get(source, [])]
    for body in bodies.values():
        place = 0
        for block in body:
            known = [one for one, _kind in order]
            if block["id"] in known:
                place = known.index(block["id"]) + 1
            else:
                order.insert(place, (block["id"], block["type"]))
                place += 1
    return order


def source_of(lesson: LessonPage) -> str:
    """The language the lesson is translated from; of one without a heading, the first."""
    return source_language(lesson.headings()) or ORDER[0]


def read_rows(lesson: LessonPage) -> list[Row]:
    """The rows of a lesson's draft, without its questions: one query for each model that something is chosen of."""
    bodies, source = raw_bodies(lesson), source_of(lesson)
    by_id = {code: {block["id"]: block for block in body} for code, body in bodies.items()}
    things = _things(block for body in bodies.values() for block in body)
    rows = []
    for identity, kind in sequence_of(bodies, source):
        if not may_be_put_in(kind):
            continue
        found = {code: by_id[code].get(identity) for code in ORDER}
        first = next(block for code in (source, *ORDER) if (block := found[code]))
        rows.append(Row(identity, kind, label_of(kind), _texts(found), _choices(first, things)))
    return rows


def row_of(found: Mapping[str, dict[str, Any]]) -> Row:
    """The row of one block, given by language."""
    first = next(iter(found.values()))
    texts = _texts({code: found.get(code) for code in ORDER})
    things = _things(found.values())
    return Row(first["id"], first["type"], label_of(first["type"]), texts, _choices(first, things))


def blank_rows() -> list[Row]:
    """A row of each kind that can be put in, for the page's templates."""
    rows = []
    for kind in BLANK:
        block = blank_block(TEMPLATE_ID, kind)
        rows.append(Row(TEMPLATE_ID, kind, label_of(kind), _texts(dict.fromkeys(ORDER, block)), _choices(block, {})))
    return rows


def blank_point(kind: str) -> Text:
    """A point that can be added to the list of a block of this kind."""
    block = blank_block(TEMPLATE_ID, kind, [TEMPLATE_ITEM])
    return next(text for text in _texts(dict.fromkeys(ORDER, block)) if text.item)


def cell_name(language: str, path: str) -> str:
    """The name of an input."""
    return f"text-{language}-{path}"


def _texts(found: Mapping[str, dict[str, Any] | None]) -> list[Text]:
    values = {code: values_of(block) for code, block in found.items()}
    places: dict[str, Any] = {}
    points: set[str] = set()
    for block in filter(None, found.values()):
        places |= {path: one for path, one in shape_of(block).texts.items() if path not in places}
        points.update(items_of(block))
    texts = []
    for path, definition in places.items():
        said = {code: bool(words_of(str(values[code].get(path) or ""))) for code in ORDER}
        cells = [
            Cell(
                cell_name(code, path), code, str(values[code].get(path) or ""), definition, str(definition.label),
                any(said.values()) and not said[code],
            )
            for code in ORDER
        ]  # fmt: skip
        last = path.rpartition("/")[2]
        texts.append(Text(str(definition.label), cells, last if last in points else ""))
    return texts


def _choices(block: dict[str, Any], things: Things) -> list[Chosen]:
    values = values_of(block)
    return [
        Chosen(path, one, values[path], _thing(things, one, values[path]))
        for path, one in shape_of(block).choices.items()
    ]


def _thing(things: Things, definition: Any, value: Any) -> Any:
    return things.get(definition.model_class, {}).get(value) if is_chooser(definition) else None


def _things(found: Iterable[dict[str, Any]]) -> Things:
    wanted: dict[type, set[int]] = defaultdict(set)
    for block in found:
        if may_be_put_in(block["type"]):
            values = values_of(block)
            for path, one in shape_of(block).choices.items():
                if is_chooser(one) and values[path]:
                    wanted[one.model_class].add(values[path])
    return {model: model._default_manager.in_bulk(list(ids)) for model, ids in wanted.items()}  # type: ignore[attr-defined]
