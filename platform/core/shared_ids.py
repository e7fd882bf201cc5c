"""For migrations: bodies written before a block and its translations had one id get the ids they share.

Ids alone change: words, order and what readers see stay. Drafts, and every revision kept, are done like the rows, so
that the history of a page compares one with another.
"""

import json
from typing import Any

from core.languages import ORDER
from core.sequence import Body, align, read_stream
from core.translations import source_language

COLUMNS = tuple(f"{name}_{code}" for name in ("heading", "body") for code in ORDER)


def share_ids(apps: Any, schema_editor: Any, app_label: str, *models: str) -> None:
    """Give the bodies of these models, in three languages, the block ids of their source language."""
    for name in models:
        _share_in_rows(schema_editor.connection, apps.get_model(app_label, name)._meta.db_table)
        revisions = apps.get_model("wagtailcore", "Revision").objects
        kept = revisions.filter(content_type__app_label=app_label, content_type__model=name.lower())
        for revision in kept.only("pk", "content").iterator(chunk_size=100):
            if changed := _changed(revision.content):
                content = revision.content | {field: json.dumps(body) for field, body in changed.items()}
                kept.filter(pk=revision.pk).update(content=content)


def _share_in_rows(connection: Any, table: str) -> None:
    # The model of a migration has no blocks, and would lose them: hence the columns themselves.
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT page_ptr_id, {', '.join(f'{name}::text' for name in COLUMNS)} FROM {table}")  # noqa: S608  our names
        for pk, *found in cursor.fetchall():
            for field, body in _changed(dict(zip(COLUMNS, found, strict=True))).items():
                written = [json.dumps(body), pk]
                cursor.execute(f"UPDATE {table} SET {field} = %s::jsonb WHERE page_ptr_id = %s", written)  # noqa: S608  our names


def _changed(content: dict[str, Any]) -> dict[str, Body]:
    """The bodies that get other ids, by field."""
    source = source_language({code: content.get(f"heading_{code}") for code in ORDER})
    bodies = {code: read_stream(content.get(f"body_{code}")) for code in ORDER}
    lead = bodies.get(source) or []
    if len({block["id"] for block in lead}) != len(lead):
        return {}  # the next save tells them apart
    aligned = {f"body_{code}": align(lead, body) for code, body in bodies.items() if lead and code != source}
    return {field: body for field, body in aligned.items() if body != bodies[field[-2:]]}
