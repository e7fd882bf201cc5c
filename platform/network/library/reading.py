"""What is in the library, and what is offered to it."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.core.files.storage import default_storage
from django.db.models import F, QuerySet

from core.languages import ORDER, Shown, active
from core.text import fold
from courses.models import Adoption, ModulePage
from courses.packing.bundle import Bundle, BundleError, open_bundle
from network.models import LibraryOffer
from tenants.connection import connection
from tenants.models import Tenant

State = LibraryOffer.State


def here() -> Tenant:
    """The tenant whose host this is."""
    return connection.tenant


def hub() -> Tenant:
    """The tenant that keeps the library."""
    return Tenant.objects.get(kind=Tenant.Kind.HUB)


def newest_versions() -> QuerySet[LibraryOffer]:
    """The newest version of each module the hub has published, withdrawn ones too, by module."""
    own = LibraryOffer.objects.filter(source=hub().schema_name, state__in=[State.PUBLISHED, State.WITHDRAWN])
    return own.order_by("key", "-version").distinct("key")


def in_library() -> QuerySet[LibraryOffer]:
    """What an NGO can see: the newest version of each module, unless it is withdrawn; the newest first."""
    newest = newest_versions().values("pk")
    return LibraryOffer.objects.filter(pk__in=newest, state=State.PUBLISHED).order_by("-offered_at", "-pk")


def offered_to_hub() -> QuerySet[LibraryOffer]:
    """For the hub's staff alone: what the NGOs offer, open offers first."""
    others = LibraryOffer.objects.exclude(source=hub().schema_name).exclude(state=State.WITHDRAWN)
    return others.order_by(F("decided_at").desc(nulls_first=True), "-offered_at", "-pk")


def own_offers() -> QuerySet[LibraryOffer]:
    """What this NGO has offered, and nobody else's."""
    return LibraryOffer.objects.filter(source=here().schema_name).order_by("-offered_at", "-pk")


def find(offers: Iterable[LibraryOffer], *, phase: str = "", language: str = "", words: str = "") -> list[LibraryOffer]:
    """Those of a phase, ready in a language, whose heading or summary in any language has all the words."""
    wanted = fold(words).split()
    return [
        offer
        for offer in offers
        if (not phase or offer.facts.get("phase") == phase)
        and (not language or language in offer.facts.get("languages", []))
        and all(word in _searched(offer) for word in wanted)
    ]


def _searched(offer: LibraryOffer) -> str:
    return fold(" ".join([*offer.headings.values(), *offer.summaries.values()]))


def text_of(texts: dict[str, str]) -> Shown:
    """A text by language in the reader's, else in the first one that has it."""
    asked = active()
    language = next((code for code in (asked, *ORDER) if texts.get(code)), asked)
    return Shown(texts.get(language, ""), language, asked)


@contextmanager
def opened(offer: LibraryOffer) -> Iterator[Bundle]:
    """The packed module of an offer, from the files of the tenant that gives it. Raises BundleError."""
    with Tenant.objects.get(schema_name=offer.source):
        try:
            handle = default_storage.open(offer.bundle, "rb")
        except OSError as error:
            raise BundleError(str(offer)) from error
    with handle:
        yield open_bundle(handle)


@dataclass(frozen=True)
class Entry:
    """A module of the library as an NGO sees it."""

    offer: LibraryOffer
    adoption: Adoption | None
    module: ModulePage | None  # here already: adopted, or its source

    @property
    def heading(self) -> Shown:
        return text_of(self.offer.headings)

    @property
    def summary(self) -> Shown:
        return text_of(self.offer.summaries)

    @property
    def has_news(self) -> bool:
        """A version is there that this NGO has not looked at."""
        return self.adoption is not None and self.adoption.version < self.offer.version


def entries(offers: Iterable[LibraryOffer]) -> list[Entry]:
    """Offers beside what this tenant has of them: two queries whatever their number."""
    offers = list(offers)
    keys: list[UUID] = [offer.key for offer in offers]
    adoptions = {row.source_key: row for row in Adoption.objects.filter(source_key__in=keys).select_related("module")}
    own = {row.translation_key: row for row in ModulePage.objects.filter(translation_key__in=keys)}
    return [_entry(offer, adoptions.get(offer.key), own.get(offer.key)) for offer in offers]


def _entry(offer: LibraryOffer, adoption: Adoption | None, own: Any) -> Entry:
    return Entry(offer, adoption, adoption.module if adoption else own)
