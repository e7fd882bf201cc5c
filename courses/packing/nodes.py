"""The tree a module is packed as: plain values, no database ids, so that it means the same in every schema."""

import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from core.sequence import align, is_list_of_blocks
from core.translations import source_language

BODY = "body"
OBJECTIVE = "objective"  # of a question: the key of the lesson or module whose objectives it tests


@dataclass
class Node:
    """A module or a part of it, down to a choice.

    `id`: the translation key of a page, the key of the rest. `settings`: JSON values that are no text. `texts`: field
    -> language -> text; of `body`, language -> raw stream blocks (`type`, `value`, `id`) with portable references.
    """

    id: str
    kind: str
    settings: dict[str, Any] = field(default_factory=dict)
    texts: dict[str, dict[str, Any]] = field(default_factory=dict)
    children: list["Node"] = field(default_factory=list)

    def walk(self) -> Iterator["Node"]:
        """The node and all below it, parents first."""
        yield self
        for child in self.children:
            yield from child.walk()

    def by_id(self) -> dict[str, "Node"]:
        """Every node of the tree by its id."""
        return {node.id: node for node in self.walk()}

    def of_kind(self, kind: str) -> list["Node"]:
        """The direct children of a kind, in order."""
        return [child for child in self.children if child.kind == kind]

    def to_json(self) -> dict[str, Any]:
        """The tree as JSON values."""
        return {
            "id": self.id,
            "kind": self.kind,
            "settings": self.settings,
            "texts": self.texts,
            "children": [child.to_json() for child in self.children],
        }

    @classmethod
    def from_json(cls, data: dict[str, Any]) -> "Node":
        """The tree from what `to_json` gave; KeyError or TypeError where it is none."""
        children = [cls.from_json(child) for child in data["children"]]
        return cls(str(data["id"]), str(data["kind"]), dict(data["settings"]), dict(data["texts"]), children)

    def with_shared_ids(self) -> "Node":
        """The tree with a block and its translations under one id: what was packed long ago has several."""
        texts = dict(self.texts)
        if BODY in texts:
            bodies = texts[BODY]
            lead = bodies.get(source_language(texts.get("heading", {}))) or []
            if all(map(is_list_of_blocks, bodies.values())):
                texts[BODY] = {code: align(lead, body) for code, body in bodies.items()}
        children = [child.with_shared_ids() for child in self.children]
        return Node(self.id, self.kind, dict(self.settings), texts, children)

    def renamed(self, names: dict[str, str]) -> "Node":
        """A copy with ids or portable names replaced wherever they stand: in nodes, settings and references."""

        def value(given: Any) -> Any:
            if isinstance(given, dict):
                return {key: value(inner) for key, inner in given.items()}
            if isinstance(given, list):
                return [value(inner) for inner in given]
            if isinstance(given, str):
                for old, new in names.items():
                    given = given.replace(old, new)
            return given

        return Node.from_json(value(self.to_json())) if names else self

    def digest(self) -> str:
        """SHA-256 of the tree: the same as long as nothing in it changes."""
        packed = json.dumps(self.to_json(), sort_keys=True, ensure_ascii=False, separators=(",", ":"))
        return hashlib.sha256(packed.encode()).hexdigest()
