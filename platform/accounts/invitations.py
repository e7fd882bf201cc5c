"""Links that set a password, and the address of a tenant, which whole links begin with."""

from typing import Any

from django.conf import settings
from django.contrib.auth.tokens import PasswordResetTokenGenerator
from django.urls import reverse
from django.utils.encoding import force_bytes
from django.utils.http import urlsafe_base64_encode

from accounts.models import User
from tenants.connection import connection


class TenantTokenGenerator(PasswordResetTokenGenerator):
    """One-time links that hold in one tenant only: a cloned user's token is worth nothing elsewhere."""

    @property  # an attribute in Django; ours follows the connection
    def key_salt(self) -> str:  # type: ignore[override]
        return f"wasl.password.{connection.schema_name}"


set_password_tokens = TenantTokenGenerator()


def set_password_path(user: User) -> str:
    """The one-time page on which `user` chooses a password."""
    return reverse(
        "accounts:set_password",
        args=[urlsafe_base64_encode(force_bytes(user.pk)), set_password_tokens.make_token(user)],
    )


def base_url(tenant: Any) -> str:
    """The tenant's address as its readers reach it: scheme and port of WASL_BASE_URL, the tenant's own host."""
    scheme, _sep, rest = settings.WAGTAILADMIN_BASE_URL.partition("://")
    port = rest.rpartition(":")[2] if ":" in rest else ""
    host = tenant.domains.get(is_primary=True).domain
    return f"{scheme}://{host}:{port}" if port else f"{scheme}://{host}"
