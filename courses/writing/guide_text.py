"""`python guide_text.py FILE`: a guide as JSON, by a process of its own: the reader of Markdown would stay."""

import json
import re
import sys
from itertools import pairwise
from pathlib import Path
from typing import Any

from markdown_it import MarkdownIt


def read(path: Path) -> dict[str, Any]:
    """`title`, `html` and `parts` (id, name), without its pictures: they show the pages one has before one."""
    reader = MarkdownIt("commonmark", {"html": False}).enable("table")
    title, _break, body = path.read_text(encoding="utf-8").partition("\n")
    tokens = reader.parse(re.sub(r"^!\[.*\n", "", body, flags=re.MULTILINE))
    parts: list[tuple[str, str]] = []
    for token, inner in pairwise(tokens):
        if token.type == "heading_open" and token.tag == "h2":
            identity = f"part-{len(parts) + 1}"
            token.attrSet("id", identity)
            parts.append((identity, inner.content))
    html = reader.renderer.render(tokens, reader.options, {})
    return {"title": title.removeprefix("# ").strip(), "html": html, "parts": parts}


if __name__ == "__main__":
    json.dump(read(Path(sys.argv[1])), sys.stdout)
