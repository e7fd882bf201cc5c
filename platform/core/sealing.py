"""Seals what stands in the database under the secret key, so that a backup alone opens nothing.

A new SECRET_KEY seals from then on; what SECRET_KEY_FALLBACKS sealed is still opened, until `rotate_keys` has run.
"""

import base64
import hashlib
from typing import TYPE_CHECKING

from django.conf import settings
from django.utils.encoding import force_bytes

if TYPE_CHECKING:
    from cryptography.fernet import MultiFernet


def cipher(purpose: str) -> "MultiFernet":
    """For one purpose: what was sealed for another is not opened by it."""
    from cryptography.fernet import Fernet, MultiFernet  # here: few processes ever seal anything

    keys = [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]
    digests = [hashlib.sha256(f"{purpose} ".encode() + force_bytes(key)).digest() for key in keys]
    return MultiFernet([Fernet(base64.urlsafe_b64encode(digest)) for digest in digests])
