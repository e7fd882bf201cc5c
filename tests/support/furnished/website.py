"""What the website's own addresses name: an issue of the newsletter and a reader of it, a charter and who signed."""

import datetime

from django.utils import timezone

from pages.charter import tokens
from pages.models import CharterPage, HomePage, NewsIndexPage, NewsPage, Signature
from pages.newsletter.models import Letter, Mailing, Subscription
from pages.newsletter.tokens import CONFIRM, LEAVE, token_of

DAY = datetime.date(2026, 9, 1)


def a_newsletter(mark: str, secret: str) -> dict[str, object]:
    """Two issues, one that went, and somebody who reads it."""
    home = HomePage.objects.get()
    news = home.add_child(instance=NewsIndexPage(slug="nouvelles", heading_fr="Nouvelles", ready_fr=True))
    went, new = (
        news.add_child(
            instance=NewsPage(
                slug=f"lettre-{number}", heading_fr=f"{mark} lettre {number}", ready_fr=True, kind="newsletter", day=DAY
            )
        )
        for number in (1, 2)
    )
    reader = Subscription.objects.create(email=f"{secret}-lit@example.org".lower(), confirmed_at=timezone.now())
    mailing = Mailing.objects.create(issue=went)
    Letter.objects.create(mailing=mailing, subscription=reader)
    return {
        "newsletter/confirm token": token_of(reader, CONFIRM), "newsletter/leave token": token_of(reader, LEAVE),
        "newsletter mailing": mailing.pk, "newsletter issue": new.pk,
        "posted to fr/newsletter/sending/remove/": {"email": "nobody@example.org"},
    }  # fmt: skip


def a_charter(mark: str, secret: str) -> dict[str, object]:
    """A published charter and an organisation that signed it, whose name nobody outside reads."""
    page = CharterPage(slug="charte", heading_fr=f"{mark} charte", ready_fr=True)
    HomePage.objects.get().add_child(instance=page)
    page.save_revision().publish()
    signature = Signature.objects.create(
        version=page.versions.get(), organisation=secret, name_key=secret, email=f"{secret}@example.org".lower(),
        is_unnamed=True, signed_at=timezone.now(),
    )  # fmt: skip
    return {"charter number": 1, "charter token": tokens.token_of(signature), "charter pk": signature.pk}
