"""Writing translations: into drafts only, all of them or none."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Any

from django.db import transaction

from accounts.models import User
from core.translations import former_source, restate
from courses.models import CoursePage, ModulePage
from courses.packing import Node, TextChange, write_texts
from courses.packing.nodes import BODY
from courses.translating.bodies import merge
from courses.translating.entries import Entry, aligned, module_source


def apply_texts(
    *, module: ModulePage | CoursePage, tree: Node, entries: Sequence[Entry], values: Mapping[str, str], language: str,
    actor: User,
) -> int:  # fmt: skip
    """Write the texts by entry id; the number of texts written.

    `tree`: the module's draft the entries were read from. Raises ValidationError, and then nothing is written.
    """
    wanted = [(entry, values[entry.id]) for entry in entries if entry.id in values]
    source, nodes = module_source(tree), tree.by_id()
    changes = []
    bodies: dict[str, dict[str, str]] = defaultdict(dict)
    for entry, value in wanted:
        if entry.field.startswith(f"{BODY}/"):
            bodies[entry.node_id][entry.field.removeprefix(f"{BODY}/")] = value
        else:
            changes.append(TextChange(entry.node_id, entry.field, language, value))
    for node_id, pieces in bodies.items():
        texts = aligned(nodes[node_id], source, language).texts[BODY]
        body = merge(texts.get(source, []), texts.get(language, []), pieces)
        changes.append(TextChange(node_id, BODY, language, body))
    if changes:
        write_texts(module, changes, actor=actor)
    return len(wanted)


@transaction.atomic
def set_followed(*, page: Any, language: str, digest: str | None = None) -> str:
    """Say which source texts a language of a page is in line with: by default the present ones. Returns what it
    followed before, with which the same call takes it back. The draft stays as it is."""
    model = type(page)
    kept = model.objects.select_for_update().only("language_states", "followed_sources").get(pk=page.pk)
    states, followed = kept.language_states, kept.followed_sources
    source = former_source(states)
    before = followed.get(language, "")
    if source:
        followed = followed | {language: states[source]["digest"] if digest is None else digest}
        model.objects.filter(pk=page.pk).update(followed_sources=followed, language_states=restate(states, followed))
    return before
