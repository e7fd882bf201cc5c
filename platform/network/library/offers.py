"""Publishing to the library, offering to it, deciding on offers. Each is called in the schema of whoever does it."""

import tempfile
from collections.abc import Callable
from typing import IO, Any

from django.core.files.base import File
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from core.languages import ORDER
from core.pages import reachable
from core.storage import tenant_storage
from courses.models import Adoption, CoursePage, ModulePage
from courses.packing.adopting import adopt_module
from courses.packing.bundle import BundleError, pack_module
from courses.packing.nodes import Node
from courses.packing.unpacking import unpack_module
from network.library.reading import State, here, hub, in_library, opened
from network.models import LibraryOffer


class OfferRefusedError(Exception):
    """Why it cannot be published, offered or decided; the message tells the reader."""


def publish_module(*, module: ModulePage, note: str) -> LibraryOffer:
    """The published module as the next version of itself in the library. Raises OfferRefusedError."""
    return _offer(module, state=State.PUBLISHED, note=note)


def offer_module(*, module: ModulePage, note: str) -> LibraryOffer:
    """The published module of an NGO, for the hub's editors to look at. Raises OfferRefusedError."""
    if LibraryOffer.objects.filter(source=here().schema_name, key=module.translation_key, state=State.OFFERED).exists():
        raise OfferRefusedError(_("This module is offered already. Withdraw the offer to replace it."))
    return _offer(module, state=State.OFFERED, note=note)


def _offer(module: ModulePage, *, state: str, note: str) -> LibraryOffer:
    if not reachable(ModulePage.objects).filter(pk=module.pk).exists():
        raise OfferRefusedError(_("Publish the module and its course first: the library takes what is published."))
    with tempfile.TemporaryFile() as packed:
        tree = _packed(module, packed)
        if not tree.of_kind("lesson"):
            raise OfferRefusedError(_("This module has no published lesson. Publish one first."))
        with transaction.atomic():
            return _keep(module, tree, File(packed), state=state, note=note)


def _packed(module: ModulePage, into: IO[bytes]) -> Node:
    try:
        return pack_module(module, into)
    except BundleError as refused:
        raise OfferRefusedError(str(refused)) from refused


def _keep(module: ModulePage, tree: Node, packed: Any, *, state: str, note: str) -> LibraryOffer:
    source, digest = here().schema_name, tree.digest()
    former = LibraryOffer.objects.select_for_update().filter(source=source, key=module.translation_key)
    last = former.order_by("-version").first()
    if last and last.digest == digest and last.state not in (State.WITHDRAWN, State.DECLINED):
        raise OfferRefusedError(_("Nothing has changed since the last version. Publish your changes first."))
    if source != hub().schema_name and LibraryOffer.objects.filter(source=hub().schema_name, digest=digest).exists():
        raise OfferRefusedError(_("This is the library’s own module, unchanged."))
    version = last.version + 1 if last else 1
    name = tenant_storage.save_unchanged(f"library/{module.translation_key}/{version}.zip", packed)
    return LibraryOffer.objects.create(
        source=source, key=module.translation_key, version=version, state=state, note=note, bundle=name, digest=digest,
        headings=_present(tree, "heading"), summaries=_present(tree, "summary"), facts=_facts(module, tree),
    )  # fmt: skip


def _present(tree: Node, field: str) -> dict[str, str]:
    return {code: text for code in ORDER if (text := tree.texts[field][code])}


def _facts(module: ModulePage, tree: Node) -> dict[str, Any]:
    """Facts for the shelf: where a module says nothing, what its course says."""
    course = CoursePage.objects.ancestor_of(module).get()
    lessons = tree.of_kind("lesson")
    profile = {name: getattr(module, name) or getattr(course, name) for name in _PROFILE}
    return profile | {
        "minutes": tree.settings["duration_minutes"] or sum(lesson.settings["minutes"] for lesson in lessons),
        "lessons": len(lessons),
        "exercises": len([node for node in tree.of_kind("exercise") if node.settings["kind"] != "bank"]),
        "languages": tree.settings["ready"] or list(_present(tree, "heading")),
    }


_PROFILE = ("phase", "level", "audience", "jurisdiction")


def withdraw_module(*, offer: LibraryOffer) -> None:
    """No NGO sees the module in the library any more; those who have adopted it keep it."""
    _change(offer, State.PUBLISHED, State.WITHDRAWN)


def bring_back_module(*, offer: LibraryOffer) -> None:
    """The module is in the library again."""
    _change(offer, State.WITHDRAWN, State.PUBLISHED)


def withdraw_offer(*, offer: LibraryOffer) -> None:
    """An NGO takes its offer back before the hub has decided."""
    _change(offer, State.OFFERED, State.WITHDRAWN)


def accept_offer(*, offer: LibraryOffer, choose: Callable[[], CoursePage], actor: User) -> ModulePage:
    """Unpack an offered module as a draft into a course of the hub. Raises OfferRefusedError, BundleError."""
    with opened(offer) as bundle, transaction.atomic():
        _change(offer, State.OFFERED, State.ACCEPTED)
        return unpack_module(bundle, course=choose(), actor=actor, keep_exercises=False)


def decline_offer(*, offer: LibraryOffer, reason: str) -> None:
    """Say no, with the reason the NGO reads."""
    _change(offer, State.OFFERED, State.DECLINED, reason=reason)


@transaction.atomic
def _change(offer: LibraryOffer, before: str, after: str, reason: str = "") -> None:
    row = LibraryOffer.objects.select_for_update().get(pk=offer.pk)
    if row.state != before:
        raise OfferRefusedError(_("Somebody else has decided on this in the meantime."))
    row.state, row.reason, row.decided_at = after, reason, timezone.now()
    row.save(update_fields=["state", "reason", "decided_at"])


def adopt(*, offer: LibraryOffer, choose: Callable[[], CoursePage], actor: User | None) -> Adoption:
    """A module of the library as a draft in a course of this NGO, chosen or made by `choose` in the same transaction.

    Raises AlreadyHereError, BundleError; then no course is made either.
    """
    with opened(offer) as bundle, transaction.atomic():
        return adopt_module(bundle, version=offer.version, course=choose(), actor=actor)


def newest_of(adoption: Adoption) -> LibraryOffer | None:
    """The version of an adopted module that is in the library now; None when it is withdrawn."""
    return in_library().filter(key=adoption.source_key).first()
