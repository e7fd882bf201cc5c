"""What a module says of law and a jurist has to check: found, signed, and taken back.

A signature holds for the text that was read, in all its languages. With it the mark goes from the passage; where the
text changes afterwards, or somebody takes the signature back, the passage is to be checked again.
"""

import datetime
import hashlib
import json
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import User
from core.languages import ORDER
from courses.models import LegalCheck, LessonPage, ModulePage
from courses.packing import Node, TextChange, read_module
from courses.packing.comparing import Piece, Sort
from courses.packing.nodes import BODY
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
        read = {code: {k: v for k, v in value.items() if k != MARK} for code, value in self.values.items()}
        return hashlib.sha256(json.dumps(read, sort_keys=True, ensure_ascii=False).encode()).hexdigest()

    @property
    def state(self) -> State:
        if self.check is None:
            return State.OPEN
        if not self.check.holds:
            return State.TAKEN_BACK
        return State.SIGNED if self.check.digest == self.digest else State.CHANGED


def find_passages(module: ModulePage, tree: Node | None = None) -> list[Passage]:
    """Every passage of the newest draft that bears the mark or was signed, in reading order, terms last."""
    tree = tree or read_module(module, draft=True)
    nodes = [node for node in tree.children if node.kind in ("lesson", "term")]
    checks = LegalCheck.objects.newest([node.id for node in nodes])
    found = [passage for node in nodes for passage in _passages(node, checks)]
    return [one for one in found if one.check or any(value.get(MARK) for value in one.values.values())]


def _passages(node: Node, checks: dict[tuple[str, str], LegalCheck]) -> list[Passage]:
    if node.kind == "term":
        values = {
            code: {"term": node.texts["term"][code], "definition": node.texts["definition"][code],
                   "wordings": [child.texts["wording"][code] for child in node.children],
                   MARK: node.settings[MARK]}
            for code in ORDER
        }  # fmt: skip
        return [Passage(node, "", values, checks.get((node.id, "")))]
    by_block: dict[str, dict[str, dict[str, Any]]] = {}
    for code in ORDER:
        for block in node.texts[BODY].get(code) or []:
            if block["type"] == LAW:
                by_block.setdefault(str(block["id"]), {})[code] = block["value"]
    return [Passage(node, key, values, checks.get((node.id, key))) for key, values in by_block.items()]


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
    _set_mark(module, read, not holds, actor)
    return LegalCheck.objects.create(
        subject=read.node.id, block=read.block, digest=digest, holds=holds, name=name, day=day, remark=remark,
        written_by=actor,
    )  # fmt: skip


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
