"""The demo and local development: embedded database, keys that are no secret, second factor off."""

from config import environment
from config.settings.base import *
from config.settings.base import INSTALLED_APPS, STORAGES, VAR
from config.settings.database import default_database

DEMO = True
INSTALLED_APPS = [*INSTALLED_APPS, "demo"]
DEBUG = environment.flag("DEBUG", False)
SECRET_KEY = "demo-only-key-never-used-where-real-people-are-registered"  # noqa: S105
NETWORK_TOKEN_KEY = "demo-only-network-token-key"  # noqa: S105
DATABASES = {"default": default_database(VAR)}
EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
EMAIL_FILE_PATH = VAR / "mail"
VAPID_PRIVATE_KEY = "ZGVtbyBvbmx5IGtleSBvZiByZW1pbmRlcnMgLSBwdWI"
SECURITY_CONTACT = environment.text("SECURITY_CONTACT", "security@example.org")
SMS_BACKEND = environment.text("SMS_BACKEND", "core.sms.ConsoleSms")  # in the output of `make demo`
if DEBUG:  # files as they are, without collecting them first
    STORAGES = STORAGES | {"staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}
    WHITENOISE_USE_FINDERS = WHITENOISE_AUTOREFRESH = True
SECOND_FACTOR_REQUIRED = environment.flag("SECOND_FACTOR_REQUIRED", False)  # the demo's passwords are printed anyway
