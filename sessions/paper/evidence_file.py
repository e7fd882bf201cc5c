"""The evidence file of a session as one PDF: what was planned, who was there and who says so, the scans, every change.

For an auditor: nothing is left out, corrections included, and each picture is named by its SHA-256.
"""

import hashlib
import json
from collections import defaultdict
from typing import Any

from django.core.files.storage import default_storage
from django.utils import timezone
from django.utils.translation import gettext as _

from core.codes import region_name
from core.dates import long_date, number
from core.languages import active, shown
from core.pdf import compile_pdf
from sessions.completion import standings
from sessions.models import AttendanceDispute, Evidence, HeadCount, Scan, Slot, TrainingSession
from sessions.pre_post_tests.gains import session_gain
from sessions.querysets import people_on_list, presences
from sessions.rules import minutes_within
from sessions.wording import half_day, recorded_by, why


def render_evidence(session: TrainingSession, organisation: str, **options: Any) -> bytes:
    """The document, in the active language."""
    scans = list(Scan.objects.filter(slot__session=session).select_related("slot", "page", "set_aside", "added_by"))
    data = {
        "language": active(),
        "title": _("Evidence file"),
        "organisation": organisation,
        "session": session.title,
        "facts": _facts(session),
        "half_days": [_half_day(slot) for slot in session.slots.all()],
        "people": _people(session),
        "changes": [
            [_moment(change.at), change.get_kind_display(), str(change.by or "–"), why(change)]
            for change in session.changes.select_related("by")
        ],
        "contests": _disputes(session),
        "tests": _tests(session),
        "scans": [_scan(scan) for scan in scans],
        "words": _words(),
        "made": _("Made on %(moment)s.") % {"moment": _moment(timezone.now())},
    }
    data["digest"] = hashlib.sha256(json.dumps(data, sort_keys=True, ensure_ascii=False).encode()).hexdigest()
    pictures = [list(_picture(scan)) for scan in scans]
    return compile_pdf("evidence_file", data | {"pictures": pictures}, **options)


def _facts(session: TrainingSession) -> list[list[str]]:
    trainers = [str(user) for user in session.trainers.order_by("first_name", "last_name")]
    trainers += [session.guest_trainers] if session.guest_trainers else []
    facts = [
        (_("Kind"), session.get_kind_display()),
        (_("State"), session.get_state_display()),
        (_("Role"), session.get_role_display()),
        (_("Audience"), session.get_audience_display()),
        (_("Trainers"), ", ".join(trainers)),
        (_("Region"), region_name(session.region) if session.region else ""),
        (_("City"), session.city),
        (_("Modality"), session.get_modality_display() if session.modality else ""),
        (_("Project"), session.project),
        (_("Funder"), session.funder),
        (_("Co-organised with"), session.partners),
        (_("Cycle"), str(session.cycle or "")),
        (_("Modules covered"), ", ".join(str(shown(module, "heading")) for module in session.modules.all())),
        (_("Reference"), str(session.ref or session.uuid)),
    ]
    return [[str(label), str(value)] for label, value in facts if value]


def _half_day(slot: Slot) -> dict[str, Any]:
    present = presences(slot)
    heads = HeadCount.objects.valid().filter(slot=slot)
    rows = (
        Evidence.objects.filter(slot=slot).select_related("person__merged_into", "recorded_by", "voids").order_by("pk")
    )
    return {
        "name": half_day(slot),
        "summary": _("%(minutes)s minutes · present: %(present)s · counted without a name: %(heads)s")
        % {
            "minutes": number(slot.minutes), "present": number(len(present)),
            "heads": number(sum(row.count for row in heads)),
        },
        "rows": [_row(slot, row) for row in rows],
        "heads": [
            [number(row.count), " · ".join(filter(None, (row.get_sex_display(), row.get_category_display()))) or "–",
             _moment(row.server_time), recorded_by(row), row.reason or "–"]
            for row in HeadCount.objects.filter(slot=slot).select_related("recorded_by").order_by("pk")
        ],
    }  # fmt: skip


def _row(slot: Slot, row: Evidence) -> list[str]:
    minutes = minutes_within(row.minutes, slot.minutes)
    what = (
        _("Taken back")
        if row.voids_id
        else _("%(source)s, %(minutes)s min") % {"source": row.get_source_display(), "minutes": number(minutes)}
    )
    when = _moment(row.corrected_time or row.server_time)
    who = row.person.human.full_name if row.person else _("unknown")
    return [who, what, when, recorded_by(row), row.reason or "–"]


def _people(session: TrainingSession) -> list[list[str]]:
    """Everybody on the list: name, institution, minutes, whether the session is completed."""
    by_person = {standing.person.pk: standing for standing in standings(session)}
    minutes: dict[int, int] = defaultdict(int)
    for slot in session.slots.all():
        for who, present in presences(slot).items():
            minutes[who] += present
    rows = []
    for person in people_on_list(session):
        standing = by_person.get(person.pk)
        state = "–" if standing is None else _("completed") if standing.completed else str(standing.reason)
        rows.append(
            [
                person.full_name,
                person.institution or "–",
                _("%(minutes)s min") % {"minutes": number(minutes[person.pk])},
                state,
            ]
        )
    return rows


def _disputes(session: TrainingSession) -> list[list[str]]:
    """What people said of their own presence, and what became of it."""
    rows = AttendanceDispute.objects.filter(slot__session=session).select_related(
        "slot", "person__merged_into", "resolved_by"
    )
    return [
        [
            row.person.human.full_name,
            half_day(row.slot),
            row.get_claim_display(),
            " · ".join(filter(None, (row.get_outcome_display(), str(row.resolved_by or "")))),
            row.reason or "–",
        ]
        for row in rows
    ]


def _tests(session: TrainingSession) -> str:
    gain = session_gain(session)
    if not gain["of"]:
        return ""
    return _("Tests: %(pairs)s of %(of)s people did both; before %(pre)s %%, after %(post)s %%.") % {
        "pairs": number(gain["pairs"]), "of": number(gain["of"]),
        "pre": number(gain["pre_percent"]), "post": number(gain["post_percent"]),
    }  # fmt: skip


def _scan(scan: Scan) -> dict[str, str]:
    page = _("Page %(number)s of %(of)s") % {"number": scan.page.number, "of": scan.page.of} if scan.page else "–"
    aside = _("Set aside: %(reason)s") % {"reason": scan.set_aside.reason} if hasattr(scan, "set_aside") else ""
    added = _("%(half_day)s · %(page)s · added %(moment)s by %(who)s") % {
        "half_day": half_day(scan.slot), "page": page, "moment": _moment(scan.added_at), "who": str(scan.added_by),
    }  # fmt: skip
    return {"caption": added, "digest": f"SHA-256 {scan.digest}", "aside": aside, "alt": _("A picture of the sheet")}


def _picture(scan: Scan) -> bytes:
    with default_storage.open(scan.file) as file:
        return bytes(file.read())


def _moment(moment: Any) -> str:
    local = timezone.localtime(moment)
    return _("%(day)s at %(time)s") % {"day": long_date(local.date()), "time": f"{local:%H:%M}"}


def _words() -> dict[str, str]:
    return {
        "evidence": _("What was recorded"),
        "nothing": _("Nothing was recorded."),
        "people": _("People on the list"),
        "heads": _("Head-counts"),
        "contests": _("Contested presences"),
        "half_day": _("Half-day"),
        "claim": _("The person says"),
        "outcome": _("Outcome"),
        "changes": _("What happened"),
        "scans": _("Scans"),
        "no_scans": _("No scan was added."),
        "name": _("Name"),
        "what": _("What"),
        "when": _("When"),
        "by": _("By"),
        "reason": _("Reason"),
        "institution": _("Institution"),
        "time": _("Time"),
        "state": _("State"),
        "count": _("People"),
        "who": _("Who"),
        "page": _("Page"),
        "fingerprint": _("Fingerprint of the contents (SHA-256)"),
        "private": _("Confidential: it names people. For the audit only."),
    }
