"""The materials of a session as their reader finds them."""

from dataclasses import dataclass
from typing import Any

from wagtail.models import Page

from core.languages import Shown, active, shown
from core.pages import reachable
from sessions.models import Material, TrainingSession


@dataclass(frozen=True)
class Shared:
    """One thing to open: its name in the language it is in, and its address; a document's is given by the caller."""

    material: Material
    name: Shown
    page_url: str = ""

    @property
    def is_document(self) -> bool:
        return not self.page_url

    @property
    def is_foreign(self) -> bool:
        """Whether it is in another language than the reader's."""
        return bool(self.material.language) and self.material.language != active()


def materials_of(session: TrainingSession) -> list[Shared]:
    """What may be opened now, what is in the reader's language first: pages that are live, documents."""
    rows = list(Material.objects.filter(session=session).select_related("document"))
    pages = {page.pk: page for page in _pages([row.page_id for row in rows if row.page_id])}
    found = []
    for row in rows:
        if row.document is not None:
            found.append(Shared(row, Shown(row.document.title, row.language or active(), active())))
        elif row.page_id in pages:
            page = pages[row.page_id]
            found.append(Shared(row, shown(page, "heading"), page.url or ""))
    return sorted(found, key=lambda one: (one.is_foreign, one.is_document))


def _pages(ids: list[int]) -> Any:
    return reachable(Page.objects.filter(pk__in=ids)).specific() if ids else ()
