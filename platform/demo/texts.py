"""The demo's texts in three languages: content/*.json. Its courses are the starter curriculum (`demo.curriculum`)."""

import json
from pathlib import Path
from typing import Any

CONTENT = Path(__file__).parent / "content"


def read(name: str) -> dict[str, Any]:
    """One file of content."""
    content: dict[str, Any] = json.loads((CONTENT / f"{name}.json").read_text(encoding="utf-8"))
    return content
