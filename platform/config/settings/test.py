"""The tests: real PostgreSQL, fast password hashing, mail in memory, no manifest needed."""

import os

from config.settings.base import *
from config.settings.base import CACHES, INSTALLED_APPS, MIDDLEWARE, STORAGES, VAR
from config.settings.database import database_of_tests

DEMO = True
INSTALLED_APPS = [*INSTALLED_APPS, "demo"]
DEBUG = False
SECRET_KEY = "test-only-key-never-used-where-real-people-are-registered"  # noqa: S105
NETWORK_TOKEN_KEY = "test-only-network-token-key"  # noqa: S105
DATABASES = {"default": database_of_tests(VAR) | {"CONN_MAX_AGE": 0}}  # a thread of a live server ends with its page
VAPID_PRIVATE_KEY = "dGVzdHMgb25seSBrZXkgb2YgcmVtaW5kZXJzIC0gcHU"
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
STORAGES = STORAGES | {"staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}
WHITENOISE_USE_FINDERS = WHITENOISE_AUTOREFRESH = True
_WORKER = os.environ.get("PYTEST_XDIST_WORKER", "alone")  # one counts no tries of the other
CACHES = {**CACHES, "limits": {**CACHES["limits"], "LOCATION": VAR / "cache" / f"limits-{_WORKER}"}}
STAMPS = VAR / "cache" / f"stamps-{_WORKER}"
PAGE_CACHE_SECONDS = 0  # its own tests switch it on
SECURITY_CONTACT = "security@example.org"
CODES_BESIDE_REQUEST = False  # at once, so that a test finds them
SECOND_FACTOR_REQUIRED = False  # its own tests switch it on
MEDIA_ROOT = VAR / "test-media" / _WORKER  # nor has it the files of the other

__all__ = ["MIDDLEWARE"]
