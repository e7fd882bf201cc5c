from django.apps import AppConfig
from django.core.cache import caches
from django.utils.connection import ConnectionProxy


class AccountsConfig(AppConfig):
    name = "accounts"

    def ready(self) -> None:
        from allauth.core.internal import ratelimit  # imports models
        from allauth.mfa.totp.internal import auth  # imports models

        from accounts import receivers  # noqa: F401  connects what happens to tenants
        from accounts.plugins import plug_in  # imports models

        plug_in()

        # allauth counts tries at the second factor, and codes used, in the default cache: each worker for itself.
        for module in (ratelimit, auth):
            module.cache = ConnectionProxy(caches, "limits")
