"""The sign-in sheet of a half-day as PDF (PDF/UA-1): names and room to sign, in one language or French and Arabic."""

from collections.abc import Callable, Sequence
from typing import Any

from django.db import transaction
from django.utils.crypto import get_random_string
from django.utils.translation import gettext as _
from django.utils.translation import override

from accounts.models import User
from certificates.letterhead import current_logo
from core.pdf import compile_pdf, qr_svg
from core.spreadsheets.writing import Phone
from people.models import Person
from people.names.reading import names_to_read
from sessions.models import SheetPage, Slot, TrainingSession
from sessions.projects import project_of_code
from sessions.querysets import people_on_list, trainer_ids
from sessions.wording import half_day

EDITIONS = {"fr": ("fr",), "ar": ("ar",), "en": ("en",), "fr-ar": ("fr", "ar")}
ROWS = 18  # of a page
MOST_EMPTY = 60
CODE_LENGTH = 22


@transaction.atomic
def print_sheet(
    *, slot: Slot, edition: str, empty_rows: int, organisation: dict[str, str], address: Callable[[str], str],
    actor: User, with_phones: bool = False,
) -> bytes:  # fmt: skip
    """The sheet; its pages are kept, so that a picture of one is known later. `address` gives that of a page's code.

    A sheet goes from hand to hand: of a known phone it shows the end, and the whole number `with_phones` only.
    """
    running = trainer_ids(slot.session)
    people = [person for person in people_on_list(slot.session) if person.pk not in running]
    pages = _keep_pages(slot, people, len(people) + empty_rows, actor)
    languages = EDITIONS[edition]
    with override(languages[0]):
        filled = [_rows(page, people, len(people) + empty_rows, with_phones=with_phones) for page in pages]
    return compile_pdf("sheet", _document(slot, pages, filled, languages, organisation, address))


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
    slot: Slot, pages: Sequence[SheetPage], filled: Sequence[list[dict[str, Any]]], languages: tuple[str, ...],
    organisation: dict[str, str], address: Callable[[str], str],
) -> dict[str, Any]:  # fmt: skip
    session = slot.session
    trainers = [str(user) for user in session.trainers.order_by("first_name", "last_name")]
    if session.guest_trainers:
        trainers.append(session.guest_trainers)
    return {
        "language": languages[0],
        "organisation": organisation[languages[0]],
        "session": session.title,
        "place": session.city,
        "trainers": trainers,
        **_behind(session, languages[0], organisation[languages[0]]),
        "words": [_words(slot, language) | {"language": language} for language in languages],
        "pages": [
            {"number": page.number, "of": page.of, "qr": qr_svg(address(page.code), light=None), "code": page.code,
             "rows": rows}
            for page, rows in zip(pages, filled, strict=True)
        ],
    }  # fmt: skip


def _behind(session: TrainingSession, language: str, organisation: str) -> dict[str, Any]:
    """The project in words and the logos: ours, then its funders', each with the words that stand in its place."""
    with override(language):
        project = project_of_code(session.project)
        logos = [(organisation, current_logo())]
        logos += [(funder.name, funder.logo()) for funder in project.funders] if project else []
        funders = ", ".join(funder.name for funder in project.funders) if project else session.funder
        said = " · ".join(filter(None, (project.title if project else "", session.project)))
        return {
            "project": _("Project: %(project)s") % {"project": said} if said else "",
            "funders": _("Funded by %(funders)s") % {"funders": funders} if funders else "",
            "logos": [
                {"picture": list(logo), "alt": _("Logo of %(organisation)s") % {"organisation": name}}
                for name, logo in logos if logo
            ],
        }  # fmt: skip


def _rows(page: SheetPage, people: Sequence[Person], last: int, *, with_phones: bool) -> list[dict[str, Any]]:
    rows = []
    for number in range(page.first_row, min(page.first_row + ROWS, last + 1)):
        person = people[number - 1] if number <= len(people) else None
        name, other = names_to_read(person) if person else ("", "")
        rows.append({
            "number": number,
            "name": name,
            "other": other,
            "function": person.get_category_display() if person and person.category else "",
            "institution": person.institution if person else "",
            "phone": _phone(person.phone, whole=with_phones) if person else "",
        })  # fmt: skip
    return rows


def _phone(number: str, *, whole: bool) -> str:
    return Phone(number).legible() if whole or not number else f"… {number[-2:]}"


def _words(slot: Slot, language: str) -> dict[str, str]:
    with override(language):
        return {
            "title": _("Sign-in sheet"),
            "half_day": half_day(slot),
            "minutes": _("%(minutes)s minutes") % {"minutes": slot.minutes},
            "number": _("No."),
            "name": _("Name"),
            "function": _("Function"),
            "institution": _("Institution"),
            "phone": _("Phone"),
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
