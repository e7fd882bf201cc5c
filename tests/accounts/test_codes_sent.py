"""A one-time code whose channel is away: tried again while it holds, never longer, never where it may have arrived."""

import smtplib

import pytest

from accounts.second_factor.adapters import CODE_PAUSES, send_while_valid
from core.delivery import Uncertain

REFUSED = smtplib.SMTPRecipientsRefused({"salma@example.org": (550, b"nobody")})


def channel(*outcomes):
    """Raises each outcome in turn; None is a message taken. The tries made are counted on the function."""

    def send():
        send.tries += 1
        outcome = outcomes[min(send.tries, len(outcomes)) - 1]
        if outcome is not None:
            raise outcome

    send.tries = 0
    return send


@pytest.mark.parametrize(
    ("outcomes", "tries", "went"),
    [
        ((None,), 1, True),
        ((ConnectionRefusedError(), TimeoutError(), None), 3, True),
        ((ConnectionRefusedError("salma@example.org"),), 3, False),
        ((REFUSED,), 1, False),
        ((Uncertain(),), 1, False),
    ],
    ids=["taken", "back again", "stays away", "refused", "uncertain"],
)
def test_a_code_is_tried_while_it_holds(caplog, outcomes, tries, went):
    send = channel(*outcomes)
    assert send_while_valid(send, pauses=(0, 0)) == went
    assert send.tries == tries
    assert "salma" not in caplog.text


def test_the_pauses_end_before_the_code_does(settings):
    """Even where each try waits for a server that says nothing, as long as production lets it."""
    longest = sum(CODE_PAUSES) + 20 * (len(CODE_PAUSES) + 1)
    assert longest < settings.ACCOUNT_LOGIN_BY_CODE_TIMEOUT
