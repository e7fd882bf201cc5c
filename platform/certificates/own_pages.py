"""The holder's certificates on their first page and in “My data”."""

from django.http import HttpRequest
from django.utils.translation import gettext as _

from certificates.models import Certificate
from certificates.wording import dates, length, summary, title
from core.languages import active
from people.extension_points import Entry, Fact, Part, Section
from people.models import PersonQuerySet

SHOWN = 5


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
