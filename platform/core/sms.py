"""Sends SMS through a channel chosen by `SMS_BACKEND`, empty where there is none. Texts as in `core.mail`."""

import json
import sys
from http.client import HTTPException
from typing import Any, Protocol, cast
from urllib.error import URLError
from urllib.request import Request, urlopen

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.utils.module_loading import import_string

from core.delivery import Uncertain

TIMEOUT = 10  # seconds
# One sign outside of the alphabet of GSM makes a message of 160 letters three of 67.
PLAIN = str.maketrans({"\u00a0": " ", "\u202f": " ", "’": "'"})


class Backend(Protocol):
    """What sends one message."""

    def send(self, phone: str, text: str) -> None: ...


class ConsoleSms:
    """Writes the message to the process's output: for development."""

    def send(self, phone: str, text: str) -> None:
        sys.stdout.write(f"SMS to {phone}: {text}\n")


class MemorySms:
    """Keeps the messages: for tests."""

    outbox: list[tuple[str, str]] = []

    def send(self, phone: str, text: str) -> None:
        self.outbox.append((phone, text))


class HttpSms:
    """Posts `{"to", "from", "text"}` as JSON to a gateway: SMS_URL, SMS_TOKEN (a bearer), SMS_SENDER."""

    def send(self, phone: str, text: str) -> None:
        url = settings.SMS_URL
        if not url.startswith("https://"):
            raise ImproperlyConfigured("SMS_URL must begin with https://.")
        body = json.dumps({"to": phone, "from": settings.SMS_SENDER, "text": text}).encode()
        headers = {"Content-Type": "application/json", "Authorization": f"Bearer {settings.SMS_TOKEN}"}
        try:
            urlopen(Request(url, body, headers), timeout=TIMEOUT).close()  # noqa: S310  https only, as above
        except URLError:  # it did not come that far, or was answered with a refusal
            raise
        except (OSError, HTTPException) as error:
            raise Uncertain from error


def is_available() -> bool:
    """Whether messages can be sent at all."""
    return bool(settings.SMS_BACKEND)


def send_sms(phone: str, text: str) -> None:
    """Send `text`, its typography made plain, to a number as +212612345678. Raises what the channel raises."""
    backend: Any = import_string(settings.SMS_BACKEND)()
    cast(Backend, backend).send(phone, text.translate(PLAIN))
