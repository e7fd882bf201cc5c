"""Pictures of sheets kept as evidence, and the presences read from them."""

import uuid
from collections.abc import Iterable, Sequence

from django.core.exceptions import ValidationError
from django.core.files.storage import default_storage
from django.db import transaction
from django.utils.crypto import get_random_string
from django.utils.translation import gettext as _

from accounts.models import User
from core.storage import BareFile
from core.whole_files import removed_on_failure
from people.models import Person
from sessions.actions import Mark, record_presences
from sessions.actions.guards import lock_for_update, refuse_closed
from sessions.models import Evidence, Scan, ScanMark, ScanSetAside, SheetPage, Slot
from sessions.paper.pictures import Picture

FOLDER = "scans"  # no folder that the media view serves


@transaction.atomic
def keep_scans(*, slot: Slot, pictures: Sequence[Picture], actor: User) -> list[Scan]:
    """Keep pictures of this half-day's sheet; one kept before is given again. All or nothing.

    A picture of another half-day of the session goes there by its code; one of another session is refused.
    """
    session = lock_for_update(slot.session)
    refuse_closed(session)
    pages = {page.code: page for page in SheetPage.objects.filter(slot__session=session).select_related("slot")}
    if any(picture.code and picture.code not in pages for picture in pictures):
        raise ValidationError(
            _("A page of another session is among the pictures. Nothing was kept: choose those of this session only.")
        )
    kept = []
    with removed_on_failure() as saved:
        for picture in pictures:
            page = pages.get(picture.code)
            place = page.slot if page else slot
            scan = Scan.objects.filter(slot=place, digest=picture.digest).first()
            if scan is None:
                scan = _keep(place, page, picture, actor)
                saved.append(scan.file)
            kept.append(scan)
    return kept


@transaction.atomic
def mark_from_scan(*, scan: Scan, people: Iterable[Person], actor: User, device: str = "") -> int:
    """Note the presence of those whose signature the picture shows; how many are new."""
    people = list(people)
    marks = [Mark(person, None, _event(scan, person), device=device) for person in people]
    written = record_presences(slot=scan.slot, marks=marks, actor=actor, source=Evidence.Source.PAPER)
    rows = Evidence.objects.filter(client_event_id__in=[mark.client_event_id for mark in marks])
    ScanMark.objects.bulk_create(ScanMark(scan=scan, evidence=row) for row in rows.filter(scan_mark__isnull=True))
    return written


@transaction.atomic
def set_scan_aside(*, scan: Scan, reason: str, actor: User) -> None:
    """Say that a picture is no evidence of this half-day; what was marked from it is corrected one by one."""
    ScanSetAside.objects.get_or_create(scan=scan, defaults={"reason": reason, "by": actor})


def _event(scan: Scan, person: Person) -> uuid.UUID:
    """The same picture ticked twice writes once."""
    return uuid.uuid5(person.uuid, scan.digest)


def _keep(slot: Slot, page: SheetPage | None, picture: Picture, actor: User) -> Scan:
    name = default_storage.save(f"{FOLDER}/{get_random_string(32)}.jpg", BareFile(picture.jpeg))
    return Scan.objects.create(slot=slot, page=page, file=name, digest=picture.digest, added_by=actor)
