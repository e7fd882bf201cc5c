"""Texts of a certificate, in one language at a time: the same words on paper and on the page.

It says that somebody followed a training: never “expert”, never “certified by the State”.
"""

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import override

from certificates.models import Certificate, in_language
from core.dates import duration, long_date
from core.languages import ORDER, Shown, active, direction, is_arabic


@dataclass(frozen=True)
class Sheet:
    """The words of a certificate in one language; names and titles say the language they are in."""

    language: str
    heading: str
    attests: str
    holder: Shown
    followed: str
    training: Shown
    aims_heading: str
    aims: list[Shown]
    extent: str
    dates: str
    issued: str
    signatory: str
    function: Shown
    organisation: Shown
    verify: str
    note: str
    logo_alt: str
    stamp_alt: str
    qr_alt: str

    @property
    def direction(self) -> str:
        return direction(self.language)


def sheets(certificate: Certificate) -> list[Sheet]:
    """One for each language the certificate is in."""
    return [write_sheet(certificate, language) for language in certificate.languages]


def write_sheet(certificate: Certificate, language: str) -> Sheet:
    """The certificate's words in `language`, whatever language is active."""
    with override(language):
        organisation = _shown(certificate.organisation, language)
        head = certificate.letterhead
        functions = {code: getattr(head, f"function_{code}") for code in ("fr", "ar", "en")} if head else {}
        return Sheet(
            language=language,
            heading=_("Certificate of training"),
            attests=_("%(organisation)s attests that") % {"organisation": isolated(str(organisation))},
            holder=holder_name(certificate, language),
            followed=_("has followed the training"),
            training=_shown(certificate.titles, language),
            aims_heading=_("Objectives"),
            aims=aims(certificate, language),
            extent=extent(certificate),
            dates=dates(certificate),
            issued=_("Issued on %(day)s") % {"day": long_date(certificate.issued_at)},
            signatory=head.signatory if head else "",
            function=_shown(functions, language),
            organisation=organisation,
            verify=_("To verify this certificate:"),
            note=_("This certificate says that a training was followed. It is neither a diploma nor a licence."),
            logo_alt=_("Logo of %(organisation)s") % {"organisation": organisation},
            stamp_alt=_("Stamp of %(organisation)s") % {"organisation": organisation},
            qr_alt=_("QR code: the address where certificate %(code)s is verified")
            % {"code": certificate.printed_code},
        )


def aims(certificate: Certificate, language: str) -> list[Shown]:
    """The objectives of the training in `language`, else in one they are in; a line each."""
    code = next((code for code in (language, *ORDER) if certificate.objectives.get(code)), language)
    return [Shown(line, code, language) for line in certificate.objectives.get(code, [])]


def criteria(kind: str) -> str:
    """What a training asks of whoever is certified (indicators-source.md, section 4; definitions.md, CMP)."""
    if kind == Certificate.Target.COURSE:
        return _("Every required lesson was read, the final test and every exercise of these lessons was passed, and "
                 "every case was played to an end.")  # fmt: skip
    return _("At least 80 % of the session’s time was attended, and its test was passed where the session has one.")


def holder_name(certificate: Certificate, language: str) -> Shown:
    """The name in the script of `language` where it is known, else as it was given; empty once the person is erased."""
    wants_arabic = language == "ar"
    names = [name for name in (certificate.holder, certificate.holder_other_script) if name]
    name = next((name for name in names if is_arabic(name) == wants_arabic), certificate.holder)
    return Shown(name, "ar" if is_arabic(name) else "fr", language)


def initials(certificate: Certificate, language: str) -> Shown:
    """`S. E.`: what is shown of a name whose holder did not agree to more."""
    name = holder_name(certificate, language)
    words = [_without_article(word) for word in str(name).split()]
    return Shown(" ".join(f"{word[0].upper()}." for word in words), name.language, language)


def extent(certificate: Certificate) -> str:
    """What was attended of a session; of a course only its estimated length is known: nobody counts time online."""
    said = {"hours": duration(certificate.minutes)}
    if certificate.target_kind == Certificate.Target.COURSE:
        return _("Estimated length of the course: %(hours)s") % said
    return _("Hours followed: %(hours)s") % said


def length(certificate: Certificate) -> str:
    """The hours attended of a session, or that the hours of a course are its estimated length."""
    if certificate.target_kind == Certificate.Target.COURSE:
        return extent(certificate)
    return duration(certificate.minutes)


def dates(certificate: Certificate) -> str:
    """The day of the training, or its first and last, as readers of the active language write them."""
    first, last = long_date(certificate.starts_on), long_date(certificate.ends_on)
    if first == last:
        return _("on %(day)s") % {"day": first}
    return _("from %(first)s to %(last)s") % {"first": first, "last": last}


def summary(certificate: Certificate) -> dict[str, Any]:
    """What is said of a certificate where it is listed, in the reader's language. Needs `with_state`."""
    return {
        "certificate": certificate,
        "title": title(certificate, active()),
        "length": length(certificate),
        "dates": dates(certificate),
        "state": certificate.state,
    }


def title(certificate: Certificate, language: str) -> Shown:
    """The training's title in `language`, else in one it has."""
    return _shown(certificate.titles, language)


def isolated(text: str) -> str:
    """A name inside a sentence of another direction, kept apart from its punctuation."""
    return f"\u2068{text}\u2069"


def _without_article(word: str) -> str:
    """`الزهراء` is known by its zay: as in a dictionary, the article does not count."""
    return word.removeprefix("ال") if len(word) > len("ال") + 1 else word


def _shown(texts: dict[str, str], language: str) -> Shown:
    text, code = in_language(texts, language)
    return Shown(text, code, language)
