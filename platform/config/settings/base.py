"""Settings that hold everywhere; demo, test and production are small overlays."""

import zoneinfo
from pathlib import Path
from typing import Any
from zoneinfo import available_timezones

from csp.constants import NONE, SELF
from django.utils.translation import gettext_lazy as _

from config import environment
from config.settings.accounts import *
from config.settings.accounts import LOGIN_URL
from config.settings.installed import *
from config.settings.storage import backups_storage, media_storage

environment.load()
ROOT = Path(__file__).resolve().parents[3]
VAR = Path(environment.text("WASL_VAR", str(ROOT / "var")))

# The clock changes of the pinned `tzdata`, never the system's, which may be years old: Morocco changed its hour in
# 2026, and a day that Python and PostgreSQL date differently would be missing in the figures.
zoneinfo.reset_tzpath(to=())

ROOT_URLCONF = "config.urls_tenant"
WSGI_APPLICATION = "config.wsgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# Tenants
TENANT_MODEL = "tenants.Tenant"
TENANT_DOMAIN_MODEL = "tenants.Domain"
DATABASE_ROUTERS = ["django_tenants.routers.TenantSyncRouter"]
TENANT_LIMIT_SET_CALLS = True
# The domains table decides which hosts exist (config.middleware), so Django's own list lets every name reach it.
ALLOWED_HOSTS = ["*"]

# Languages
LANGUAGE_CODE = "fr"
LANGUAGES = [("fr", _("French")), ("ar", _("Arabic")), ("en", _("English"))]
LOCALE_PATHS = [ROOT / "locale"]
FORMAT_MODULE_PATH = ["core.formats"]
USE_I18N = USE_TZ = True
TIME_ZONE = "Africa/Casablanca"
MODELTRANSLATION_LANGUAGES = ("fr", "ar", "en")
MODELTRANSLATION_DEFAULT_LANGUAGE = "fr"
MODELTRANSLATION_CUSTOM_FIELDS = ("StreamField", "RichTextField")
MODELTRANSLATION_FALLBACK_LANGUAGES: tuple[str, ...] = ()  # what is shown is decided by core.translation
MODELTRANSLATION_ENABLE_FALLBACKS = False

# Caches: every alias keys by schema, or one tenant's page names another's host
_CACHE = {"BACKEND": "django.core.cache.backends.locmem.LocMemCache", "KEY_FUNCTION": "django_tenants.cache.make_key"}
CACHES: dict[str, dict[str, Any]] = {
    "default": _CACHE | {"LOCATION": "default"},
    "renditions": _CACHE | {"LOCATION": "renditions"},
    # Whole pages, found before their tenant is: the key holds host and scheme (config.page_cache).
    "pages": {"BACKEND": _CACHE["BACKEND"], "LOCATION": "pages", "OPTIONS": {"MAX_ENTRIES": 100}},
    # Counts of tries (accounts.limits; allauth's own by accounts.apps) must be shared by all workers. Files are; memory
    # is not, a table would have to be in every schema, a cache server is one thing more to run. Clearing expired files
    # is left to MAX_ENTRIES.
    "limits": {
        "BACKEND": "core.caching.SharedFileCache",
        "LOCATION": VAR / "cache" / "limits",
        "KEY_FUNCTION": "django_tenants.cache.make_key",
        "OPTIONS": {"MAX_ENTRIES": 10_000},
    },
}
STAMPS = VAR / "cache"  # core.stamps
PAGE_CACHE_SECONDS = environment.integer("PAGE_CACHE_SECONDS", 10)
# How many of our own proxies stand before us, each adding the address it saw to X-Forwarded-For; 0: none is believed.
TRUSTED_PROXIES = environment.integer("TRUSTED_PROXIES", 0)

# Tasks: Wagtail's own stay immediate (they carry no tenant); ours go to a queue per schema
TASKS = {
    "default": {"BACKEND": "django_tasks.backends.immediate.ImmediateBackend"},
    "tenant": {"BACKEND": "tenants.tasks.TenantDatabaseBackend", "QUEUES": []},
}

# Templates and static files
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [ROOT / "templates"],
        "OPTIONS": {
            "loaders": [
                (
                    "core.template_loading.Loader",
                    ["django.template.loaders.filesystem.Loader", "django.template.loaders.app_directories.Loader"],
                )
            ],
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "config.context.site",
            ],
        },
    }
]
FORM_RENDERER = "core.form_renderer.FormRenderer"
STATIC_URL = "/static/"
STATICFILES_DIRS = [ROOT / "platform" / "static"]
STATIC_ROOT = Path(environment.text("WASL_STATIC", str(VAR / "static")))  # of an image: part of it
WHITENOISE_MANIFEST_STRICT = False  # a missing file must not turn an error page into a crash
MEDIA_URL = "/media/"
MEDIA_ROOT = VAR / "media"
STORAGES = {
    "default": media_storage(),
    "staticfiles": {"BACKEND": "core.static_files.StaticFilesStorage"},
    "backups": backups_storage(),
}

# Backups (tenants.archive.sealing): new ones are encrypted with the key, old ones open with the former ones too
BACKUP_KEY = environment.secret("BACKUP_KEY") if environment.text("BACKUP_KEY", "") else ""
BACKUP_TO = environment.text("BACKUP_TO", "")
# The machines of a cluster (docs/scaling.md), each as host:port: as the nodes reach this database, and the nodes.
CLUSTER_COORDINATOR = environment.text("CLUSTER_COORDINATOR", "")
CLUSTER_NODES = [node.strip() for node in environment.text("CLUSTER_NODES", "").split(",") if node.strip()]
BACKUP_KEY_FALLBACKS = environment.secrets("BACKUP_KEY_FALLBACKS")

# Watching (config.watching): `/metrics` is closed where no token is set, errors are reported to nobody without a DSN
SECURITY_CONTACT = environment.text("SECURITY_CONTACT", "")  # a mail address or an https address, for security.txt
METRICS_TOKEN = environment.secret("METRICS_TOKEN") if environment.text("METRICS_TOKEN", "") else ""
_ADDRESSES = r"[^\s@,]+@[^\s@,]+(\s*,\s*[^\s@,]+@[^\s@,]+)*"
OPERATOR_EMAIL = environment.shaped("OPERATOR_EMAIL", _ADDRESSES, "it@example.org").replace(" ", "").split(",")
OPERATOR_EMAIL = [address for address in OPERATOR_EMAIL if address]  # whom `manage.py watch` tells of troubles
SENTRY_DSN = environment.shaped(
    "SENTRY_DSN", r"https?://[^\s@/]+@[^\s@/]+(/\S+)?/\w+", "https://key@errors.example.org/1"
)

# Wagtail
CONTINENTS = {
    "Africa", "America", "Antarctica", "Asia", "Atlantic", "Australia", "Europe", "Indian", "Pacific",
}  # fmt: skip
WAGTAIL_SITE_NAME = "Wasl"
WAGTAIL_I18N_ENABLED = False
WAGTAIL_ALLOW_UNICODE_SLUGS = False
WAGTAIL_GRAVATAR_PROVIDER_URL = None
WAGTAIL_ENABLE_UPDATE_CHECK = False
WAGTAIL_ENABLE_WHATS_NEW_BANNER = False
WAGTAIL_AUTOSAVE_INTERVAL = 1500  # of drafts that are there: `core.writing` keeps it out of the forms that make one
WAGTAILREDIRECTS_AUTO_CREATE = False  # core.redirects makes them under every language prefix
WAGTAILADMIN_BASE_URL = environment.text("WASL_BASE_URL", "http://localhost:8000")
WAGTAILADMIN_LOGIN_URL = LOGIN_URL
WAGTAIL_PASSWORD_RESET_ENABLED = False  # a new password comes by an invitation, never by asking
WAGTAILADMIN_PERMITTED_LANGUAGES = [("fr", "Français"), ("ar", "العربية"), ("en", "English")]
# Cities, which browsers know too: the machine's own list has names (`localtime`) at which the page's script fails.
WAGTAIL_USER_TIME_ZONES = sorted(
    name for name in available_timezones() if name == "UTC" or name.partition("/")[0] in CONTINENTS
)
WAGTAILEMBEDS_FINDERS: list[dict[str, str]] = []  # nothing of elsewhere is embedded: the CSP would refuse it
WAGTAILDOCS_SERVE_METHOD = "serve_view"
WAGTAILDOCS_EXTENSIONS = ["pdf", "docx", "odt", "xlsx", "ods", "pptx", "odp", "txt"]
WAGTAILDOCS_DOCUMENT_FORM_BASE = "core.uploads.DocumentForm"
WAGTAILIMAGES_EXTENSIONS = ["avif", "gif", "heic", "heif", "jpg", "jpeg", "png", "webp"]
WAGTAILIMAGES_MAX_IMAGE_PIXELS = 50_000_000
WAGTAILIMAGES_IMAGE_FORM_BASE = "core.uploads.ImageForm"
WAGTAILMEDIA = {
    "MEDIA_FORM_BASE": "core.uploads.MediaForm",
    "AUDIO_EXTENSIONS": ["mp3", "m4a", "ogg", "opus"],
    "VIDEO_EXTENSIONS": ["mp4", "webm"],
}
WAGTAILSEARCH_BACKENDS = {
    "default": {"BACKEND": "wagtail.search.backends.database", "SEARCH_CONFIG": "wasl"},
}

# Security: nothing inline, nothing from elsewhere
DATA_UPLOAD_MAX_NUMBER_FIELDS = 6000  # a roll of 2,000 people sends two fields each
X_FRAME_OPTIONS = "SAMEORIGIN"
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "img-src": [SELF, "data:"],
        "object-src": [NONE],
        "base-uri": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [SELF],
    }
}
# Wagtail's editor has inline scripts and styles of its own: it alone gets a looser policy.
ADMIN_CONTENT_SECURITY_POLICY = {
    "script-src": [SELF, "'unsafe-inline'", "'unsafe-eval'"],
    "style-src": [SELF, "'unsafe-inline'"],
    "img-src": [SELF, "data:", "blob:"],
}

EMBED_SECONDS = 3600  # how long other sites may keep what they frame of the impact page

# Mail: neutral sender and subject, never a name
# Short messages (core.sms); empty: none
SMS_BACKEND = environment.text("SMS_BACKEND", "")
SMS_URL, SMS_TOKEN = environment.text("SMS_URL", ""), environment.text("SMS_TOKEN", "")
SMS_SENDER = environment.text("SMS_SENDER", "Wasl")
# Reminders on a device (core.push); empty: none. The origins of the services that may be called, and no others.
VAPID_PRIVATE_KEY = environment.shaped(
    "VAPID_PRIVATE_KEY", r"[A-Za-z0-9_-]{43}", "the 43 signs that `manage.py first_run` makes"
)
PUSH_SERVICES = (
    "https://fcm.googleapis.com", "https://updates.push.services.mozilla.com", "https://*.notify.windows.com",
    "https://web.push.apple.com",
)  # fmt: skip
# The newsletter's pace in each tenant: what the provider of mail allows (pages.newsletter.sending)
NEWSLETTER_PER_MINUTE = environment.integer("NEWSLETTER_PER_MINUTE", 60)
DEFAULT_FROM_EMAIL = environment.text("DEFAULT_FROM_EMAIL", "Wasl <no-reply@localhost>")

LOGGING: dict[str, Any] = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "line": {
            "()": "core.log_lines.PlainFormatter",  # no row of a table, and so no name, is printed with an error
            "format": "%(asctime)s %(levelname)s %(name)s %(message)s",
        }
    },
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": "WARNING"},
    # It prints what a receiver stumbled over, values included; who sends robustly says what failed (tenants.clock).
    "loggers": {"django.dispatch": {"level": "CRITICAL"}},
}
