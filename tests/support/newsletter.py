"""The newsletter's readers, its mails and how they go."""

import datetime
from zoneinfo import ZoneInfo

import pytest
from django.utils import timezone

from pages.newsletter.models import Subscription
from pages.newsletter.sending import send_letters

CASABLANCA = ZoneInfo("Africa/Casablanca")
NOON = datetime.datetime(2040, 11, 24, 12, tzinfo=CASABLANCA)  # after whatever a test starts
BASE = "http://own.localhost"


def plant(parent, model, slug, **fields):
    page = parent.add_child(instance=model(slug=slug, heading_fr=f"{slug} fr", ready_fr=True, **fields))
    page.save_revision().publish()
    return page


def readers(number, **fields):
    fields = {"confirmed_at": timezone.now()} | fields
    return [Subscription.objects.create(email=f"r{n}@example.org", **fields) for n in range(number)]


def send(moment=NOON):
    with pytest.MonkeyPatch.context() as patch, timezone.override(CASABLANCA):
        patch.setattr(timezone, "now", lambda: moment)
        return send_letters(base_url=BASE)


def link_in(message):
    return next(word for word in message.body.split() if word.startswith("http"))
