"""Production: everything secret comes from the environment, and a missing or weak value stops the start."""

import logging

from config import environment
from config.settings import collecting  # noqa: F401  first
from config.settings.base import *
from config.settings.database import ENGINE

DEMO = DEBUG = False
SECRET_KEY = environment.secret("SECRET_KEY", 50)
SECRET_KEY_FALLBACKS = environment.secrets("SECRET_KEY_FALLBACKS", 50)  # former ones: what they signed still holds
NETWORK_TOKEN_KEY = environment.secret("NETWORK_TOKEN_KEY", 32)
DATABASES = {"default": ENGINE | environment.database(environment.text("DATABASE_URL"))}
if hosts := environment.text("ALLOWED_HOSTS", ""):  # a second fence; the domains table is the first
    ALLOWED_HOSTS = [host.strip() for host in hosts.split(",")]

SECURE_SSL_REDIRECT = environment.flag("SECURE_SSL_REDIRECT", True)
SECURE_REDIRECT_EXEMPT = [r"^healthz$", r"^readyz$", r"^tls-ask$", r"^metrics$"]
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
TRUSTED_PROXIES = environment.integer("TRUSTED_PROXIES", 1)  # limits count per client, not per proxy
SECURE_HSTS_SECONDS = environment.integer("SECURE_HSTS_SECONDS", 31_536_000)
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = True

EMAIL_BACKEND = "core.smtp.EmailBackend"
EMAIL_HOST = environment.text("EMAIL_HOST")
EMAIL_PORT = environment.integer("EMAIL_PORT", 587)
EMAIL_HOST_USER = environment.text("EMAIL_HOST_USER", "")
EMAIL_HOST_PASSWORD = environment.text("EMAIL_HOST_PASSWORD", "")
EMAIL_USE_TLS = environment.flag("EMAIL_USE_TLS", True)
EMAIL_TIMEOUT = environment.integer("EMAIL_TIMEOUT", 20)  # seconds: a server that says nothing keeps nobody waiting

logging.captureWarnings(True)
# One JSON object to a line, in which nobody is named (config.watching.log_lines).
LOGGING = LOGGING | {
    "formatters": {"line": {"()": "config.watching.log_lines.JsonFormatter"}},
    "loggers": LOGGING["loggers"]
    | {
        "config.watching": {"level": "INFO"},  # how each request and task ended
        "django.request": {"level": "ERROR"},  # its warnings say again what those lines say
    },
}

environment.stop_if_wrong()
