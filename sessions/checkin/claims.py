"""The scan of a room's code that a visitor has made and not yet used: kept in their web session while they sign in."""

from django.http import HttpRequest
from django.utils import timezone

from sessions.checkin.presence_codes import Scan
from sessions.models import Slot

CLAIM = "presence"  # in the visitor's session: [half-day, window, when]
CLAIM_LASTS = 30 * 60  # seconds: time to sign in or to join


def keep_claim(request: HttpRequest, scan: Scan) -> None:
    """Remember that this visitor has scanned the code of a half-day."""
    request.session[CLAIM] = [scan.slot, scan.window, timezone.now().timestamp()]


def read_claim(request: HttpRequest) -> tuple[Slot, int] | None:
    """The half-day whose code this visitor has scanned lately, and the window of that scan."""
    claim = request.session.get(CLAIM)
    if not claim or timezone.now().timestamp() - claim[2] > CLAIM_LASTS:
        return None
    slot = Slot.objects.filter(pk=claim[0]).select_related("session").first()
    return (slot, claim[1]) if slot else None


def drop_claim(request: HttpRequest) -> None:
    """The press was taken."""
    del request.session[CLAIM]
