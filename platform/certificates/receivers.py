"""What certificates add to a participant's pages, and what they forget when a person is erased."""

from typing import Any

from django.dispatch import receiver
from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from certificates.grounds import find_lost
from certificates.models import Certificate, Revocation, Upheld
from certificates.wording import dates, length, summary, title
from core.languages import active
from people.consequences import register_consequences
from people.home import Part, register_part
from people.models import Person, PersonQuerySet
from people.own_data import Entry, Fact, Section, register_section
from people.signals import person_erased

SHOWN = 5


@receiver(person_erased, sender=Person)
def forget_holder(people: Any, **kwargs: Any) -> None:
    """The names go; the codes still say whether a training was followed, by nobody in particular."""
    certificates = Certificate.objects.filter(person__in=people)
    certificates.update(holder="", holder_other_script="", show_name=False)
    # The words of a reason may speak of the person; the constraint wants some.
    Revocation.objects.filter(certificate__in=certificates).update(reason="–")
    Upheld.objects.filter(certificate__in=certificates).update(reason="–")


def certificates_part(request: HttpRequest) -> Part | None:
    """The newest certificates on a participant's first page; nothing where there are none."""
    found = Certificate.objects.with_state().of_user(request.user).current().newest_first()
    newest = [summary(one) for one in found[:SHOWN]]
    return Part("certificates/_home.html", {"certificates": newest}) if newest else None


def certificates_section(records: PersonQuerySet) -> Section:
    """Every edition of every certificate, for “My data”."""
    found = Certificate.objects.with_state().of_people(records).newest_first()
    return Section(
        "certificates", _("My certificates"), _("No certificate yet"), [_entry(certificate) for certificate in found]
    )


def _entry(certificate: Certificate) -> Entry:
    facts = [
        Fact("code", _("Code"), certificate.printed_code),
        Fact("holder", _("Name on the certificate"), certificate.holder),
        Fact("holder_other_script", _("Name in the other script"), certificate.holder_other_script),
        Fact("language", _("Language"), certificate.get_language_display(), certificate.language),
        Fact("minutes", _("Followed"), f"{length(certificate)} · {dates(certificate)}", certificate.minutes),
        Fact("issued_at", _("Issued on"), certificate.issued_at),
        Fact("state", _("State"), str(certificate.state.label), certificate.state.value),
        Fact("show_name", _("Name shown when verified"), certificate.show_name),
    ]
    return Entry(title(certificate, active()), facts)


def lost_by(people: PersonQuerySet) -> list[str]:
    """After a merge was undone: whose certificates have no ground any more."""
    if not (number := len(find_lost(Certificate.objects.of_people(people)))):
        return []
    words = ngettext(
        "%(number)s certificate has lost its ground by this: decide on it under “Certificates”.",
        "%(number)s certificates have lost their ground by this: decide on them under “Certificates”.",
        number,
    )
    return [words % {"number": number}]


register_consequences(lost_by)
register_part(certificates_part, order=40)
register_section(certificates_section, order=40)
