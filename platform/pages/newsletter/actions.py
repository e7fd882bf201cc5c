"""Writes of the newsletter: asking, proving, leaving; an issue set going, held, let on."""

from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from pages.newsletter.models import Letter, Mailing, Outcome, Subscription
from pages.proofs import AGAIN_AFTER, PROVED_WITHIN

PROOF = gettext_lazy(
    "Somebody wrote your address to get our newsletter. Open this page to say yes. "
    "If it was not you, do nothing: the address is forgotten after two days."
)
BATCH = 1000


def ask(*, email: str, language: str) -> Subscription | None:
    """Keep an address until it is proved; None where it was sent that mail a short while ago."""
    now = timezone.now()
    row, is_new = Subscription.objects.get_or_create(email=email, defaults={"language": language, "asked_at": now})
    if is_new:
        return row
    stale = Subscription.objects.filter(pk=row.pk, asked_at__lte=now - AGAIN_AFTER)
    return row if stale.update(asked_at=now) else None


def forget_asking(*, subscription: Subscription) -> None:
    """The mail did not go: who asks again is sent one."""
    Subscription.objects.filter(pk=subscription.pk, confirmed_at__isnull=True).delete()


def confirm(*, uuid: str) -> bool:
    """The address is proved; whether there is such a wish still. Twice changes nothing."""
    found = Subscription.objects.filter(uuid=uuid)
    found.filter(confirmed_at__isnull=True).update(confirmed_at=timezone.now())
    return bool(found.update(refused_at=None))  # whoever opens its link reads mail there


@transaction.atomic
def leave(*, uuid: str) -> None:
    """Forget an address; what waits for it is not sent. Who has left may leave again."""
    for row in Subscription.objects.select_for_update().filter(uuid=uuid):
        row.letters.filter(outcome=Outcome.WAITING).update(outcome=Outcome.LAPSED, next_try_at=None)
        row.delete()


@transaction.atomic
def note_refused(*, subscription: Subscription) -> None:
    """Its server says for good that there is no such address: what waits for it is not sent, nor is anything later."""
    Subscription.objects.filter(pk=subscription.pk).update(refused_at=timezone.now())
    subscription.letters.filter(outcome=Outcome.WAITING).update(outcome=Outcome.LAPSED, next_try_at=None)


def remove_address(*, email: str) -> bool:
    """For whoever asks the organisation to be left in peace; whether the address was there."""
    found = Subscription.objects.filter(email=email).first()
    if found is None:
        return False
    leave(uuid=str(found.uuid))
    return True


def forget_unproved() -> None:
    """Addresses that nobody said yes for."""
    Subscription.objects.filter(confirmed_at__isnull=True, asked_at__lt=timezone.now() - PROVED_WITHIN).delete()


@transaction.atomic
def start_mailing(*, issue: Any, actor: Any) -> Mailing:
    """A letter for every proved address, waiting for its turn. ValidationError where it cannot go or went before."""
    if not issue.live:
        raise ValidationError(_("Publish the issue first: the mail leads to its page."))
    mailing, is_new = Mailing.objects.get_or_create(issue=issue, defaults={"started_by": actor})
    if not is_new:
        raise ValidationError(_("This issue was sent already. An issue goes out once."))
    readers = Subscription.objects.reached().order_by("pk").values_list("pk", flat=True)
    letters = [Letter(mailing=mailing, subscription_id=pk, next_try_at=mailing.started_at) for pk in readers.iterator()]
    if not letters:
        raise ValidationError(_("Nobody has asked for the newsletter yet: there is nobody to send it to."))
    Letter.objects.bulk_create(letters, batch_size=BATCH)
    return mailing


def hold(*, mailing: Mailing) -> None:
    """Nothing more of it goes until it is let on; the letter being sent ends first."""
    Mailing.objects.filter(pk=mailing.pk, ended_at__isnull=True, held_at__isnull=True).update(held_at=timezone.now())


def let_on(*, mailing: Mailing) -> None:
    """It goes on where it was."""
    Mailing.objects.filter(pk=mailing.pk).update(held_at=None)
