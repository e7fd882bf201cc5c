"""The address of one signature: what it holds cannot be read, and means nothing to another tenant."""

from django.core import signing

from core.signing import tenant_salt
from pages.charter.models import Signature

SALT = "pages.charter"


def token_of(signature: Signature) -> str:
    return signing.dumps(str(signature.uuid), salt=tenant_salt(SALT))


def signature_of(token: str) -> Signature | None:
    """Whose address it is; None where it is withdrawn, and for any other text."""
    try:
        uuid = signing.loads(token, salt=tenant_salt(SALT))
    except signing.BadSignature:
        return None
    return Signature.objects.select_related("version").filter(uuid=uuid).first()
