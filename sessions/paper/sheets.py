"""The sign-in sheet of a half-day as PDF (PDF/UA-1): names and room to sign, in one language or French and Arabic."""

from collections.abc import Callable, Sequence
from typing import Any

from django.db import transaction
from django.utils.crypto import get_random_string
from django.utils.translation import gettext as _
from django.utils.translation import override

from accounts.models import User
from core.pdf import compile_pdf, qr_svg
from people.models import Person
from sessions.models import SheetPage, Slot
from sessions.querysets import people_on_list, trainer_ids
from sessions.wording import half_day

EDITIONS = {"fr": ("fr",), "ar": ("ar",), "en": ("en",), "fr-ar": ("fr", "ar")}
ROWS = 18  # of a page
MOST_EMPTY = 60
CODE_LENGTH = 22


@transaction.atomic
def print_sheet(
    *, slot: Slot, edition: str, empty_rows: int, organisation: dict[str, str], address: Callable[[str], str],
    actor: User,
) -> bytes:  # fmt: skip
    """The sheet; its pages are kept, so that a picture of one is known later. `address` gives that of a page's code."""
    running = trainer_ids(slot.session)
    people = [person for person in people_on_list(slot.session) if person.pk not in running]
    pages = _keep_pages(slot, people, len(people) + empty_rows, actor)
    return compile_pdf("sheet", _document(slot, pages, people, empty_rows, EDITIONS[edition], organisation, address))


def _keep_pages(slot: Slot, people: Sequence[Person], rows: int, actor: User) -> list[SheetPage]:
    count = max(1, -(-rows // ROWS))
    return SheetPage.objects.bulk_create(
        SheetPage(
            code=get_random_string(CODE_LENGTH), slot=slot, number=number + 1, of=count, first_row=number * ROWS + 1,
            people=[person.pk for person in people[number * ROWS : (number + 1) * ROWS]], printed_by=actor,
        )
        for number in range(count)
    )  # fmt: skip


def _document(
    slot: Slot, pages: Sequence[SheetPage], people: Sequence[Person], empty_rows: int, languages: tuple[str, ...],
    organisation: dict[str, str], address: Callable[[str], str],
) -> dict[str, Any]:  # fmt: skip
    session = slot.session
    trainers = [str(user) for user in session.trainers.order_by("first_name", "last_name")]
    if session.guest_trainers:
        trainers.append(session.guest_trainers)
    last = len(people) + empty_rows
    return {
        "language": languages[0],
        "organisation": organisation[languages[0]],
        "session": session.title,
        "place": session.city,
        "trainers": trainers,
        "words": [_words(slot, language) | {"language": language} for language in languages],
        "pages": [
            {
                "number": page.number, "of": page.of, "qr": qr_svg(address(page.code), light=None), "code": page.code,
                "rows": _rows(page, people, last),
            }
            for page in pages
        ],
    }  # fmt: skip


def _rows(page: SheetPage, people: Sequence[Person], last: int) -> list[dict[str, Any]]:
    rows = []
    for number in range(page.first_row, min(page.first_row + ROWS, last + 1)):
        person = people[number - 1] if number <= len(people) else None
        rows.append({
            "number": number,
            "name": person.full_name if person else "",
            "other": person.name_other_script if person else "",
            "institution": person.institution if person else "",
        })  # fmt: skip
    return rows


def _words(slot: Slot, language: str) -> dict[str, str]:
    with override(language):
        return {
            "title": _("Sign-in sheet"),
            "half_day": half_day(slot),
            "minutes": _("%(minutes)s minutes") % {"minutes": slot.minutes},
            "number": _("No."),
            "name": _("Name"),
            "institution": _("Institution"),
            "signature": _("Signature"),
            "trainer": _("Trainer’s signature"),
            "page": _("Page"),
            "of": _("of"),
            "alt": _("QR code of this page"),
            "notice": _(
                "Your signature says that you were here. It is shown to nobody but the auditors of the training and is "
                "kept as long as the project’s funder asks for it."
            ),
        }
