"""Classifies failed deliveries of mail, SMS and push: to be tried again, refused for good, or not to be known.

The rule for mail is SMTP's own (RFC 5321, 4.2.1): a reply of 4xx is transient, one of 5xx permanent. For SMS and
push it is that of HTTP. Where the words were handed over and the answer is missing, nobody knows: such a message is
never sent again.
"""

import datetime
import smtplib
from enum import Enum
from urllib.error import HTTPError, URLError

# A message that a channel put off is tried again, at growing pauses, for so long.
KEEP_TRYING = datetime.timedelta(days=2)
FIRST_PAUSE, LONGEST_PAUSE = datetime.timedelta(minutes=15), datetime.timedelta(hours=6)
BROKEN_OFF = datetime.timedelta(minutes=10)  # no channel takes so long: who was sending is gone
NO_MAILBOX = (b"5.1.", b"5.2.1 ")
NOT_ABOUT_THE_MESSAGE = {401, 403, 408, 425, 429}  # of a gateway: its key, its patience, its load


class Fate(Enum):
    """Of a message whose sending raised."""

    AWAY = "the channel does not answer, or not to us: nothing went, nor would the next message go"
    LATER = "this message was put off by who answered"
    REFUSED = "this message will never be taken"
    UNCERTAIN = "it was handed over and no answer came"


class Uncertain(Exception):  # noqa: N818  no error of anybody's
    """Raised by a channel that handed a message over and has no answer."""


class Gone(Exception):  # noqa: N818
    """Raised by a channel whose receiver is there no more."""


class PutOff(Exception):  # noqa: N818
    """Raised where the message goes another way at the next try."""


def fate_of(error: Exception) -> Fate:
    """What an error of `core.mail.send_mail`, `core.sms.send_sms` or `core.push.send_push` means for the message."""
    if isinstance(error, Uncertain):
        return Fate.UNCERTAIN
    if isinstance(error, Gone | PutOff):
        return Fate.REFUSED if isinstance(error, Gone) else Fate.LATER
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        return _by_code(min(code for code, _said in error.recipients.values()))
    if isinstance(error, smtplib.SMTPSenderRefused | smtplib.SMTPDataError):
        return _by_code(error.smtp_code)
    if isinstance(error, HTTPError):
        if error.code in NOT_ABOUT_THE_MESSAGE or error.code >= 500:
            return Fate.AWAY
        return Fate.REFUSED
    if isinstance(error, smtplib.SMTPException | URLError | OSError):  # greeting, keys, encryption, the network
        return Fate.AWAY
    return Fate.REFUSED if isinstance(error, ValueError) else Fate.AWAY  # an address no header can hold; settings


def no_such_address(error: Exception) -> bool:
    """Whether the recipient's server says for good that it has no such mailbox, by the code that says this and nothing
    else (RFC 3463: 5.1.x, 5.2.1). A bare 550 may as well refuse us, our words or a relay, of everybody at once."""
    if not isinstance(error, smtplib.SMTPRecipientsRefused):
        return False
    told = [said if isinstance(said, bytes) else str(said).encode() for _code, said in error.recipients.values()]
    return bool(told) and all(said.startswith(NO_MAILBOX) for said in told)


def pause_after(tries: int) -> datetime.timedelta:
    """How long to wait after so many tries: a quarter of an hour, then twice as long each time, at most six hours."""
    return min(FIRST_PAUSE * 2 ** max(0, min(tries, 10) - 1), LONGEST_PAUSE)


def _by_code(code: int) -> Fate:
    return Fate.REFUSED if code >= 500 else Fate.AWAY if code == 421 else Fate.LATER
