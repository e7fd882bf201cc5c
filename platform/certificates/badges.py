"""What a badge says: an OpenBadgeCredential of Open Badges 3.0 (W3C Verifiable Credentials 2.0), signed as VC-JWT.

It names its holder on the holder's wish alone: otherwise its subject is a number made of the badge's own address, which
leads to nobody. Why this form: docs/decisions/0034-badges.md.
"""

import base64
import gzip
import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any
from urllib.parse import quote
from uuid import NAMESPACE_URL, UUID, uuid5

from django.utils.html import escape
from django.utils.translation import override

from certificates.badge_keys import SigningKey
from certificates.jws import sign
from certificates.models import BadgeKey, Certificate, Revocation, in_language
from certificates.wording import aims, criteria, dates, extent, holder_name, title
from core.zellige import tile_on_paper

VC = "https://www.w3.org/ns/credentials/v2"
OB = "https://purl.imsglobal.org/ob/v3p0"
CONTEXT = [VC, "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json"]
LIST_SIZE = 131_072  # entries of a status list: the least there may be, so that one entry hides among many
LIST_LASTS = timedelta(days=1)  # an old copy that still calls a badge valid is refused after that
DRAWN = 512  # pixels of a badge's picture


@dataclass(frozen=True)
class Issuer:
    """Who signs: the NGO by its host. `address`: `https://ngo.example.org`."""

    address: str

    @property
    def did(self) -> str:
        return did_of(self.address.partition("://")[2])


def did_of(host: str) -> str:
    """`did:web:ngo.example.org`, whose document is at `/.well-known/did.json` of the host."""
    return f"did:web:{quote(host, safe='')}"


def did_document(did: str, keys: list[BadgeKey]) -> dict[str, Any]:
    """The public halves of the keys that are trusted, the newest first."""
    methods = [
        {"id": f"{did}#{key.name}", "type": "JsonWebKey2020", "controller": did, "publicKeyJwk": key.public}
        for key in keys
    ]
    return {
        "@context": ["https://www.w3.org/ns/did/v1", "https://w3id.org/security/suites/jws-2020/v1"],
        "id": did,
        "verificationMethod": methods,
        "assertionMethod": [method["id"] for method in methods],
    }


def sign_badge(certificate: Certificate, *, issuer: Issuer, key: SigningKey, named: bool) -> str:
    """The badge of a certificate as VC-JWT."""
    return _sign(_credential(certificate, issuer, named=named), issuer, key, certificate.issued_at)


def sign_status_list(number: int, *, issuer: Issuer, key: SigningKey, revoked: list[int], now: datetime) -> str:
    """A BitstringStatusListCredential: which of `LIST_SIZE` badges are revoked, by their place in the list."""
    address = f"{issuer.address}/badges/status/{number}"
    document = {
        "@context": [VC],
        "id": address,
        "type": ["VerifiableCredential", "BitstringStatusListCredential"],
        "issuer": issuer.did,
        "validFrom": _moment(now),
        "validUntil": _moment(now + LIST_LASTS),
        "credentialSubject": {
            "id": f"{address}#list",
            "type": "BitstringStatusList",
            "statusPurpose": "revocation",
            "encodedList": _bitstring(revoked),
        },
    }
    return _sign(document, issuer, key, now)


def revoked_in(number: int) -> list[int]:
    """The places in a status list of the certificates that are revoked today."""
    first = number * LIST_SIZE
    standing = Revocation.objects.filter(
        lifted_at__isnull=True, certificate__gte=first, certificate__lt=first + LIST_SIZE
    )
    return [pk - first for pk in standing.order_by("certificate").values_list("certificate", flat=True)]


def bake(token: str, training: UUID, name: str) -> bytes:
    """The training's tile as a picture that carries the badge (Open Badges 3.0, 5.3)."""
    drawn = re.sub(
        r'width="\d+" height="\d+"', f'width="{DRAWN}" height="{DRAWN}"', tile_on_paper(str(training)), count=1
    )
    carried = f'<title>{escape(name)}</title><openbadges:credential xmlns:openbadges="{OB}" verify="{token}"/></svg>'
    return drawn.removesuffix("</svg>").replace(' aria-hidden="true"', ' role="img"', 1).encode() + carried.encode()


def _credential(certificate: Certificate, issuer: Issuer, *, named: bool) -> dict[str, Any]:
    language = certificate.languages[0]
    address = f"{issuer.address}/verify/{certificate.printed_code}"
    with override(language):
        name = str(title(certificate, language))
        subject: dict[str, Any] = {
            "id": f"urn:uuid:{uuid5(NAMESPACE_URL, address)}",
            "type": ["AchievementSubject"],
            "activityStartDate": _midnight(certificate.starts_on),
            "activityEndDate": _midnight(certificate.ends_on),
            "narrative": f"{extent(certificate)}, {dates(certificate)}".replace("\u00a0", " "),
            "achievement": _achievement(certificate, issuer, name, language),
        }
        if named:
            subject["identifier"] = [_identity(str(holder_name(certificate, language)))]
    return {
        "@context": CONTEXT,
        "id": address,
        "type": ["VerifiableCredential", "OpenBadgeCredential"],
        "name": name,
        "issuer": {
            "id": issuer.did, "type": ["Profile"], "name": in_language(certificate.organisation, language)[0],
            "url": f"{issuer.address}/",
        },
        "validFrom": _moment(certificate.issued_at),
        "credentialSubject": subject,
        "credentialStatus": _status(certificate, issuer),
        "credentialSchema": [{
            "id": "https://purl.imsglobal.org/spec/ob/v3p0/schema/json/ob_v3p0_achievementcredential_schema.json",
            "type": "1EdTechJsonSchemaValidator2019",
        }],
    }  # fmt: skip


def _achievement(certificate: Certificate, issuer: Issuer, name: str, language: str) -> dict[str, Any]:
    address = f"{issuer.address}/achievements/{certificate.target_uuid}"
    lines = [str(line) for line in aims(certificate, language)]
    return {
        "id": address,
        "type": ["Achievement"],
        "achievementType": "CertificateOfCompletion",
        "inLanguage": language,
        "name": name,
        "description": "\n".join(lines) or name,
        "criteria": {"id": address, "narrative": criteria(certificate.target_kind)},
    }


def _identity(name: str) -> dict[str, Any]:
    return {"type": "IdentityObject", "hashed": False, "identityHash": name, "identityType": "name"}


def _status(certificate: Certificate, issuer: Issuer) -> dict[str, Any]:
    number, place = divmod(certificate.pk, LIST_SIZE)
    address = f"{issuer.address}/badges/status/{number}"
    return {
        "id": f"{address}#{place}",
        "type": "BitstringStatusListEntry",
        "statusPurpose": "revocation",
        "statusListIndex": str(place),
        "statusListCredential": address,
    }


def _sign(document: dict[str, Any], issuer: Issuer, key: SigningKey, since: datetime) -> str:
    """With the claims that Open Badges 3.0 asks of a JWT (8.2.4.1); the document stands at the top level."""
    subject = document["credentialSubject"]["id"]
    claims = {"iss": issuer.did, "jti": document["id"], "sub": subject, "nbf": int(since.timestamp())}
    return sign(document | claims, key=key.pem, kid=f"{issuer.did}#{key.name}")


def _bitstring(places: list[int]) -> str:
    """Multibase base64url of the gzipped bits, the first one leftmost (W3C Bitstring Status List 1.0)."""
    bits = bytearray(LIST_SIZE // 8)
    for place in places:
        bits[place // 8] |= 0x80 >> (place % 8)
    return "u" + base64.urlsafe_b64encode(gzip.compress(bytes(bits), mtime=0)).rstrip(b"=").decode()


def _moment(at: datetime) -> str:
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def _midnight(day: date) -> str:
    return f"{day.isoformat()}T00:00:00Z"
