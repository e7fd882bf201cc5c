"""Sends Web Push (RFC 8030): sealed for one device (RFC 8291), signed by us (RFC 8292), to known services only.

Without VAPID_PRIVATE_KEY there is none. What is sent says as little as `core.mail`; the service that carries it cannot
read it, and nothing but the services of PUSH_SERVICES is ever called.
"""

import base64
import datetime
import json
import re
from dataclasses import dataclass
from email.utils import parseaddr
from fnmatch import fnmatchcase
from functools import cache
from http import HTTPStatus
from typing import Any
from urllib.error import HTTPError

from django.conf import settings

from core.delivery import Gone, Uncertain

TIMEOUT = 10  # seconds
# Plain letters only: what two libraries might read as two hosts is no address.
ADDRESS = re.compile(r"(https?://[a-z0-9.-]+(?::\d+)?)/[!-~]+")
GONE = {HTTPStatus.NOT_FOUND, HTTPStatus.GONE}


@dataclass(frozen=True)
class Device:
    """What a browser gives for a device of somebody's: where to send, its public key and a secret, in base64url."""

    endpoint: str
    p256dh: str
    auth: str


def is_available() -> bool:
    """Whether devices can be sent anything at all."""
    return bool(settings.VAPID_PRIVATE_KEY)


def public_key() -> str:
    """The platform's, which browsers ask for, in base64url; empty where there is none."""
    return _public_of(settings.VAPID_PRIVATE_KEY) if is_available() else ""


def is_known(endpoint: str) -> bool:
    """Whether the address is one of a push service that may be called: its scheme and host, and no other port."""
    found = ADDRESS.fullmatch(endpoint)
    return found is not None and any(fnmatchcase(found[1], service) for service in settings.PUSH_SERVICES)


def is_point(key: bytes) -> bool:
    """Whether it is a public key that something can be sealed for."""
    # Here, as pages that ask nothing of a device need not load it.
    from cryptography.hazmat.primitives.asymmetric import ec

    try:
        ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), key)
    except ValueError:
        return False
    return len(key) == 65  # not shortened


def send_push(device: Device, words: dict[str, Any], *, topic: str, lasts: datetime.timedelta) -> None:
    """Send `words`, for the service worker to show. While the device is off the service keeps them so long; a later
    message of the same `topic` takes the place of one that waits.

    Raises Gone where the device is there no more, and what `core.delivery` understands for the rest.
    """
    if not is_known(device.endpoint):
        raise Gone
    # Here, as the worker alone sends, and the web server must not carry a library of connections.
    import requests
    from pywebpush import WebPushException, webpush

    with requests.Session() as session:
        session.max_redirects = 0  # a service that leads elsewhere is not followed
        try:
            webpush(
                {"endpoint": device.endpoint, "keys": {"p256dh": device.p256dh, "auth": device.auth}},
                json.dumps(words, ensure_ascii=False), vapid_private_key=settings.VAPID_PRIVATE_KEY,
                vapid_claims={"sub": f"mailto:{_contact()}"}, headers={"Topic": topic},
                ttl=int(lasts.total_seconds()), timeout=TIMEOUT, requests_session=session,
            )  # fmt: skip
        except WebPushException as error:
            _raise_for(error.response)
        except requests.ReadTimeout as error:
            raise Uncertain from error


def _raise_for(response: Any) -> None:
    if response is None:
        raise ValueError("not sent")
    if response.status_code in GONE:
        raise Gone
    raise HTTPError("", response.status_code, "", response.headers, None)  # its address is a secret of the device


def _contact() -> str:
    """Whom a push service writes to about what we send."""
    return settings.OPERATOR_EMAIL[0] if settings.OPERATOR_EMAIL else parseaddr(settings.DEFAULT_FROM_EMAIL)[1]


@cache
def _public_of(private: str) -> str:
    # Here, as above.
    from cryptography.hazmat.primitives.asymmetric import ec
    from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

    number = int.from_bytes(base64.urlsafe_b64decode(private + "="), "big")
    point = ec.derive_private_key(number, ec.SECP256R1()).public_key()
    raw = point.public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)
    return base64.urlsafe_b64encode(raw).decode().rstrip("=")
