"""Writes of the charter: a version kept as it is published; asked, signed, shown or hidden, withdrawn."""

from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.dates import long_date
from core.languages import ORDER
from core.locks import wait_for
from core.text import fold
from pages.charter.models import CharterVersion, Signature
from pages.proofs import AGAIN_AFTER, PROVED_WITHIN

PROOF = gettext_lazy(
    "Somebody asks in your organisation’s name to sign our text. Open this page to read it and sign, or to take a "
    "signature back. If it was not you, do nothing."
)


@transaction.atomic
def keep_version(*, page: Any) -> CharterVersion:
    """The newest version; a new one where the published words are others than the newest one's."""
    wait_for("charter", str(page.pk))
    texts = {
        f"{name}_{code}": value.get_prep_value() if hasattr(value, "get_prep_value") else value or ""
        for name in ("heading", "body")
        for code in ORDER
        for value in [getattr(page, f"{name}_{code}")]
    }
    newest: CharterVersion | None = CharterVersion.objects.filter(page=page).first()
    if newest is not None and newest.texts == texts:
        return newest
    return CharterVersion.objects.create(page=page, number=newest.number + 1 if newest else 1, texts=texts)


def ask(*, version: CharterVersion, organisation: str, email: str, language: str, is_unnamed: bool) -> Signature | None:
    """Keep what was asked until it is proved; None where the address was sent that mail a short while ago.

    ValidationError where the list that everybody reads has the organisation already.
    """
    now, key = timezone.now(), fold(organisation)
    named = Signature.objects.counted().filter(name_key=key, is_unnamed=False).exclude(email=email).first()
    if named is not None and named.signed_at is not None:
        raise ValidationError(
            _("%(name)s signed on %(day)s. To change it, write the address it signed with."),
            params={"name": named.organisation, "day": long_date(named.signed_at)},
        )
    asked = {
        "version": version, "organisation": organisation, "name_key": key, "language": language,
        "is_unnamed": is_unnamed,
    }  # fmt: skip
    row, is_new = Signature.objects.get_or_create(email=email, defaults=asked | {"asked_at": now})
    if is_new:
        return row
    Signature.objects.filter(pk=row.pk, signed_at__isnull=True).update(**asked)
    stale = Signature.objects.filter(pk=row.pk, asked_at__lte=now - AGAIN_AFTER)
    return row if stale.update(asked_at=now) else None


def forget_asking(*, signature: Signature) -> None:
    """The mail did not go: who asks again is sent one."""
    Signature.objects.filter(pk=signature.pk, signed_at__isnull=True).delete()
    Signature.objects.filter(pk=signature.pk).update(asked_at=timezone.now() - AGAIN_AFTER)


@transaction.atomic
def sign(*, signature: Signature, version: CharterVersion) -> None:
    """Sign the version that was read. ValidationError, in words, where the organisation has signed it already."""
    wait_for("charter signature", signature.name_key)
    row = Signature.objects.select_for_update().select_related("version").get(pk=signature.pk)
    if row.signed_at and row.version_id == version.pk:
        raise ValidationError(
            _("Your organisation signed this version on %(day)s. There is nothing more to do."),
            params={"day": long_date(row.signed_at)},
        )
    if Signature.objects.signed().filter(name_key=row.name_key).exclude(pk=row.pk).exists():
        raise ValidationError(_("An organisation of this name has signed from another address. Write to us."))
    row.version, row.signed_at = version, timezone.now()
    row.save(update_fields=["version", "signed_at"])


def show_name(*, signature: Signature, is_unnamed: bool) -> None:
    """Whether everybody reads the organisation's name; it counts either way."""
    Signature.objects.filter(pk=signature.pk).update(is_unnamed=is_unnamed)


def withdraw(*, signature: Signature) -> None:
    """It is deleted, address and name with it."""
    Signature.objects.filter(pk=signature.pk).delete()


def accept(*, signature: Signature) -> None:
    """Staff have read the name: it is counted, and shown where the organisation wishes it."""
    Signature.objects.signed().filter(pk=signature.pk, accepted_at__isnull=True).update(accepted_at=timezone.now())


def forget_unproved() -> None:
    """What nobody signed by the link."""
    Signature.objects.filter(signed_at__isnull=True, asked_at__lt=timezone.now() - PROVED_WITHIN).delete()
