"""Signs JSON as a compact JWS (RFC 7515) by RS256, the one algorithm that Open Badges 3.0 asks of every verifier.

Only signing: others verify (docs/decisions/0034-badges.md). The library of keys is imported where it is needed:
hardly a process ever signs.
"""

import base64
import json
from typing import Any

ALGORITHM = "RS256"
BITS = 3072  # badges are shown for years


def new_key() -> tuple[str, dict[str, str]]:
    """A private key as PEM, and its public half as JWK (RFC 7517)."""
    from cryptography.hazmat.primitives import serialization
    from cryptography.hazmat.primitives.asymmetric import rsa

    private = rsa.generate_private_key(public_exponent=65537, key_size=BITS)
    pem = private.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    public = private.public_key().public_numbers()
    jwk = {"kty": "RSA", "alg": ALGORITHM, "use": "sig", "n": _number(public.n), "e": _number(public.e)}
    return pem.decode(), jwk


def sign(payload: dict[str, Any], *, key: str, kid: str) -> str:
    """`header.payload.signature`; `key` is a PEM, `kid` where its public half is found."""
    from cryptography.hazmat.primitives import hashes, serialization
    from cryptography.hazmat.primitives.asymmetric import padding, rsa

    private = serialization.load_pem_private_key(key.encode(), password=None)
    assert isinstance(private, rsa.RSAPrivateKey)  # noqa: S101  made above
    header = {"alg": ALGORITHM, "typ": "JWT", "kid": kid}
    signed = f"{_json(header)}.{_json(payload)}"
    return f"{signed}.{_text(private.sign(signed.encode(), padding.PKCS1v15(), hashes.SHA256()))}"


def _json(value: dict[str, Any]) -> str:
    return _text(json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode())


def _number(value: int) -> str:
    return _text(value.to_bytes((value.bit_length() + 7) // 8, "big"))


def _text(value: bytes) -> str:
    return base64.urlsafe_b64encode(value).rstrip(b"=").decode()
