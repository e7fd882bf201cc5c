"""Sessions of a furnished NGO."""

import uuid

from django.core.files.storage import default_storage
from django.utils import timezone
from wagtail.documents.models import Document

from accounts.models import JoinCode, User
from core.storage import BareFile
from sessions.actions import record_head_count
from sessions.actions.feedback import dispute_presence
from sessions.actions.feeds import feed_key
from sessions.checkin.presence_codes import presence_code
from sessions.models import HeadCount, Material, Registration, Scan, SheetPage, TrainingSession
from sessions.rsvp_links import answer_path
from tests.support.certificates import a_logo
from tests.support.furnished.people import Member
from tests.support.sessions import a_session, present


def a_session_of(
    member: Member, trainer: User, mark: str, document: Document, project: str = ""
) -> dict[str, object]:  # fmt: skip
    """A session of today in which somebody took part, with a paper sheet, a head-count and what was shared; and what
    its addresses name."""
    session = a_session(
        people=[member.person], trainers=[trainer], title=f"{mark} seance", city=f"{mark} ville", project=project
    )
    slot = session.slots.get()
    present(slot, member.person)
    TrainingSession.objects.filter(pk=session.pk).update(state="held")
    dispute = dispute_presence(slot=slot, person=member.person)
    record_head_count(slot=slot, count=5, client_event_id=uuid.uuid4(), actor=trainer)
    page = SheetPage.objects.create(
        code=uuid.uuid4().hex[:22], slot=slot, number=1, of=1, first_row=1, people=[member.person.pk]
    )
    scan = Scan.objects.create(slot=slot, page=page, file=f"scans/{uuid.uuid4()}.jpg", digest=uuid.uuid4().hex)
    default_storage.save(scan.file, BareFile(a_logo("JPEG"), "scan.jpg"))
    material = Material.objects.create(session=session, document=document)
    row = Registration.objects.get(session=session, person=member.person)
    token = answer_path(row).rstrip("/").rpartition("/")[2]
    join = JoinCode.objects.create(target_kind="session", target_uuid=session.uuid)
    return {
        "sessions/<uuid:session>/people person": member.person.uuid, "attendance/<uuid person": member.person.uuid,
        "session": session.uuid, "number": 1, "materials/ pk": material.pk, "contests pk": dispute.pk,
        "head-count pk": HeadCount.objects.get(slot=slot).pk, "paper pk": scan.pk, "sheet code": page.code,
        "answer/ token": token, "sessions kind": "pre", "my-calendar key": feed_key(user=member.user),
        "here code": presence_code(slot, timezone.now()), "session join": join.code,
    }  # fmt: skip
