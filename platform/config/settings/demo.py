"""The demo and local development: embedded database, keys that are no secret, second factor off."""

from config import environment
from config.settings.base import *  # noqa: F403
from config.settings.base import ALLOWED_HOSTS, ROOT, VAR
from config.settings.database import default_database

DEMO = True
DEBUG = environment.flag("DEBUG", False)
SECRET_KEY = "demo-only-key-never-used-where-real-people-are-registered"  # noqa: S105
NETWORK_TOKEN_KEY = "demo-only-network-token-key"  # noqa: S105
DATABASES = {"default": default_database(VAR)}
EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
EMAIL_FILE_PATH = VAR / "mail"
WHITENOISE_MAX_AGE = 3600

__all__ = ["ALLOWED_HOSTS", "ROOT"]
