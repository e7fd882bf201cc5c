"""The code shown in a room: it changes every half minute and is taken for three minutes, so that a slow scan succeeds.

Whoever photographs it and sends it on is too late soon. It names the half-day and is worth nothing for another NGO.
"""

import datetime
from dataclasses import dataclass

from django.utils.crypto import constant_time_compare, salted_hmac

from core.signing import tenant_salt
from sessions.models import Slot

WINDOW = 30  # seconds
TOLERATED = 6  # windows after its own
_SIGNS = 12  # of the seal: 48 bits, for three minutes


@dataclass(frozen=True)
class Scan:
    """A code that was taken: the half-day's key and the window it was shown in, which names this scan."""

    slot: int
    window: int


def presence_code(slot: Slot, now: datetime.datetime) -> str:
    """What the QR code of a half-day holds at this moment, after the address."""
    return code_of_window(slot, _window(now))


def code_of_window(slot: Slot, window: int) -> str:
    """The code as it was shown in that half minute: who has scanned it hands the scan on to another on this phone."""
    return f"{slot.pk}-{window}-{_seal(slot.pk, window)}"


def read_presence_code(code: str, now: datetime.datetime) -> Scan | None:
    """The scan of a code shown within the last minutes; None for one too old, of another NGO, or altered."""
    slot, _dash, rest = code.partition("-")
    window, _dash, seal = rest.partition("-")
    if not (slot.isdecimal() and window.isdecimal() and len(slot) < 19 and len(window) < 19):
        return None
    if not constant_time_compare(seal, _seal(int(slot), int(window))):
        return None
    age = _window(now) - int(window)
    return Scan(int(slot), int(window)) if 0 <= age <= TOLERATED else None


def _window(now: datetime.datetime) -> int:
    return int(now.timestamp()) // WINDOW


def _seal(slot: int, window: int) -> str:
    return salted_hmac(tenant_salt("sessions.presence"), f"{slot}:{window}").hexdigest()[:_SIGNS]
