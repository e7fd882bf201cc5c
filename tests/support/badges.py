"""Badges taken from a certificate's page, and programs elsewhere that verify them."""

import base64
import json
from urllib.parse import unquote, urlsplit

from openbadgeslib.ob3 import OB3Verifier

from tests.support.clients import TenantClient

NAME, PHONE, MAIL = "Salma Exemple", "+212600000001", "salma@example.org"
AIMS = {"fr": ["Reconnaître les signes"], "ar": ["التعرف على العلامات"], "en": ["Recognise the signs"]}


def page(certificate, language="en"):
    return f"/{language}/certificates/{certificate.printed_code}/badge/"


def take(client, certificate, kind="text", **chosen):
    return client.post(page(certificate), {"kind": kind, **chosen})


def token_of(client, certificate, **chosen):
    return take(client, certificate, **chosen).content.decode()


def download(*tenants):
    """What a verifier gets at an address, from the hosts of these NGOs alone."""
    clients = {client.host: client for client in map(TenantClient, tenants)}

    def get(url):
        address = urlsplit(url)
        response = clients[unquote(address.netloc)].get(address.path)
        assert response.status_code == 200, url
        return response.content

    return get


def verify(token, *tenants, did="did:web:own-ngo.localhost"):
    """By the library of badges: signature, structure, issuer, revocation and the list's own signature."""
    reach = download(*tenants)
    verifier = OB3Verifier.for_issuer_did(did, download=reach)
    return verifier.verify(token, check_status=True, download=reach)


def payload_of(token):
    return json.loads(base64.urlsafe_b64decode(token.split(".")[1] + "=="))


def resigned(token, change):
    """With another payload and the same signature."""
    header, _payload, signature = token.split(".")
    changed = json.dumps(payload_of(token) | change).encode()
    return f"{header}.{base64.urlsafe_b64encode(changed).rstrip(b'=').decode()}.{signature}"
