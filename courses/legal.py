"""What a module says of law and a jurist has to check: found, signed, and taken back.

A signature holds for the text that was read, in all its languages. With it the mark goes from the passage; where the
text changes afterwards, whoever changes it and by whatever way, or somebody takes the signature back, the mark comes
back with the draft, and readers are told.
"""

import datetime
import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import User
from core.languages import ORDER
from core.sequence import read_stream
from courses.models import GlossaryTerm, LegalCheck, LessonPage, ModulePage
from courses.packing import Node, TextChange, read_module
from courses.packing.comparing import Piece, Sort
from courses.packing.nodes import BODY
from courses.packing.reading import in_order
from courses.packing.writing import ModuleDrafts

LAW = "law_reference"
MARK = "to_check"


class State(models.TextChoices):
    """What was said of a passage so far."""

    OPEN = "open", gettext_lazy("to be checked")
    CHANGED = "changed", gettext_lazy("changed since it was signed")
    TAKEN_BACK = "taken_back", gettext_lazy("signature taken back")
    SIGNED = "signed", gettext_lazy("signed")


@dataclass(frozen=True)
class Passage:
    """A law in a lesson, or a term of the glossary: its values by language, as they stand in the newest draft."""

    node: Node
    block: str
    values: dict[str, dict[str, Any]]
    check: LegalCheck | None

    @property
    def id(self) -> str:
        """By which a form names it."""
        return f"{self.node.id}:{self.block}"

    @property
    def names(self) -> dict[str, str]:
        """What it is called, by language."""
        return {code: value.get("article") or value.get("term") or "" for code, value in self.values.items()}

    @property
    def digest(self) -> str:
        """Of all that is read of it: not of the mark."""
        return digest_of(self.values)

    @property
    def is_marked(self) -> bool:
        """Whether readers are told that it is not checked."""
        return any(value.get(MARK) for value in self.values.values())

    @property
    def state(self) -> State:
        if self.check is None:
            return State.OPEN
        if not self.check.holds:
            return State.TAKEN_BACK
        if self.check.digest != self.digest:
            return State.CHANGED
        return State.OPEN if self.is_marked else State.SIGNED


def digest_of(values: Mapping[str, Mapping[str, Any]]) -> str:
    """Of what is read of a passage, by language: not of the mark."""
    read = {code: {k: v for k, v in value.items() if k != MARK} for code, value in values.items()}
    return hashlib.sha256(json.dumps(read, sort_keys=True, ensure_ascii=False).encode()).hexdigest()


def find_passages(module: ModulePage, tree: Node | None = None) -> list[Passage]:
    """Every passage of the newest draft that bears the mark or was signed, in reading order, terms last."""
    tree = tree or read_module(module, draft=True)
    nodes = [node for node in tree.children if node.kind in ("lesson", "term")]
    checks = LegalCheck.objects.newest([node.id for node in nodes])
    found = [passage for node in nodes for passage in _passages(node, checks)]
    return [one for one in found if one.check or one.is_marked]


def _passages(node: Node, checks: dict[tuple[str, str], LegalCheck]) -> list[Passage]:
    if node.kind == "term":
        wordings = [child.texts["wording"] for child in node.children]
        values = _values_of_term(node.texts["term"], node.texts["definition"], wordings, node.settings[MARK])
        return [Passage(node, "", values, checks.get((node.id, "")))]
    laws = laws_in({code: node.texts[BODY].get(code) or [] for code in ORDER})
    return [Passage(node, key, values, checks.get((node.id, key))) for key, values in laws.items()]


def _values_of_term(
    term: Mapping[str, str], definition: Mapping[str, str], wordings: Sequence[Mapping[str, str]], mark: bool
) -> dict[str, dict[str, Any]]:
    return {
        code: {"term": term[code], "definition": definition[code], "wordings": [one[code] for one in wordings],
               MARK: mark}
        for code in ORDER
    }  # fmt: skip


def laws_in(bodies: Mapping[str, list[dict[str, Any]]]) -> dict[str, dict[str, dict[str, Any]]]:
    """The laws of a lesson by the ids of their blocks: language -> value."""
    by_block: dict[str, dict[str, dict[str, Any]]] = {}
    for code, body in bodies.items():
        for block in body:
            if block["type"] == LAW:
                by_block.setdefault(str(block["id"]), {})[code] = block["value"]
    return by_block


# A text that changes


def mark_changed_laws(content: dict[str, Any]) -> None:
    """In what is about to be kept of a lesson: a signed law whose text is another bears the mark again."""
    bodies = {code: read_stream(content.get(f"{BODY}_{code}")) for code in ORDER}
    laws = laws_in(bodies)
    if not laws:
        return
    key = str(content["translation_key"])
    checks = LegalCheck.objects.newest([key])
    changed = {block for block, values in laws.items() if _was_signed_otherwise(checks.get((key, block)), values)}
    for code, body in bodies.items():
        if touched := [block for block in body if block["id"] in changed]:
            for block in touched:
                block["value"] = block["value"] | {MARK: True}
            content[f"{BODY}_{code}"] = json.dumps(body)


def mark_changed_term(term: GlossaryTerm) -> None:
    """The same of a term that is about to be kept."""
    if term.to_check:
        return
    texts = {name: {code: getattr(term, f"{name}_{code}") or "" for code in ORDER} for name in ("term", "definition")}
    wordings = [
        {code: getattr(one, f"wording_{code}") or "" for code in ORDER}
        for one in sorted(term.wordings.all(), key=in_order)
    ]
    values = _values_of_term(texts["term"], texts["definition"], wordings, False)
    check = LegalCheck.objects.newest([term.key]).get((str(term.key), ""))
    term.to_check = _was_signed_otherwise(check, values)


def _was_signed_otherwise(check: LegalCheck | None, values: Mapping[str, Mapping[str, Any]]) -> bool:
    return check is not None and check.holds and check.digest != digest_of(values)


# Signing


def only_signed(piece: Piece) -> bool:
    """Whether all that an editor has changed of a law since it was brought in is the mark: its new text is welcome."""
    if piece.sort != Sort.BLOCK or not piece.base or not piece.mine or piece.base["type"] != LAW:
        return False
    return bool(piece.base["value"] | {MARK: None} == piece.mine["value"] | {MARK: None})


@transaction.atomic
def sign(
    *, module: ModulePage, passage: str, digest: str, holds: bool, name: str, day: datetime.date, remark: str,
    actor: User,
) -> LegalCheck:  # fmt: skip
    """Sign a passage as it was read (`digest`), or with `holds=False` take the signature back; the mark follows.

    The lesson is published with it, unless somebody is working on a draft of it. Raises ValidationError where the text
    has changed since it was read, or there is nothing to take back.
    """
    module = ModulePage.objects.select_for_update().get(pk=module.pk)
    read = next((one for one in find_passages(module) if one.id == passage), None)
    if read is None or read.digest != digest:
        raise ValidationError(_("This passage has changed since the page was loaded. Read it again, then sign."))
    if not holds and (read.check is None or not read.check.holds):
        raise ValidationError(_("This passage is not signed: there is nothing to take back."))
    check = LegalCheck.objects.create(
        subject=read.node.id, block=read.block, digest=digest, holds=holds, name=name, day=day, remark=remark,
        written_by=actor,
    )  # fmt: skip
    _set_mark(module, read, not holds, actor)
    return check


def _set_mark(module: ModulePage, passage: Passage, marked: bool, actor: User) -> None:
    lesson = LessonPage.objects.filter(translation_key=passage.node.id).first()
    was_published = lesson is not None and lesson.live and not lesson.has_unpublished_changes
    with ModuleDrafts(module, actor=actor) as drafts:
        if passage.node.kind == "term":
            drafts.find(passage.node.id).to_check = marked
            return
        for code in passage.values:
            body = drafts.packed_body(passage.node.id, code)
            for block in body:
                if block["id"] == passage.block:
                    block["value"] = block["value"] | {MARK: marked}
            drafts.set_text(TextChange(passage.node.id, BODY, code, body))
    if lesson is not None and was_published:
        LessonPage.objects.get(pk=lesson.pk).get_latest_revision().publish(user=actor)
