"""Settings that hold everywhere; demo, test and production are small overlays."""

import zoneinfo
from pathlib import Path
from typing import Any
from zoneinfo import available_timezones

from csp.constants import NONE, SELF
from django.utils.translation import gettext_lazy as _

from config import environment

ROOT = Path(__file__).resolve().parents[3]
VAR = Path(environment.text("WASL_VAR", str(ROOT / "var")))

# The clock changes of the pinned `tzdata`, never the system's, which may be years old: Morocco changed its hour in
# 2026, and a day that Python and PostgreSQL date differently would be missing in the figures.
zoneinfo.reset_tzpath(to=())

# Who lives where: the public schema holds no user and no content. Content types must be shared: per-tenant ones leak
# through process-wide caches of Django and Wagtail.
SHARED_APPS = [
    "tenants",  # before django_tenants: our create_tenant and list_tenants, not theirs
    "django_tenants",
    "network",
    "django.contrib.contenttypes",
    "django.contrib.postgres",
    "django_tasks",
    "django_tasks_db",
]
TENANT_APPS = [
    "modeltranslation",
    "pages",
    "impact",
    "sessions",
    "courses",
    "certificates",
    "people",
    "accounts",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "wagtail.contrib.redirects",
    "wagtail.sites",
    "wagtail.users",
    "wagtail.documents",
    "wagtail.images",
    "wagtailmedia",
    "wagtail.snippets",
    "wagtail.embeds",
    "wagtail.search",
    "wagtail.admin",
    "wagtail",
    "modelcluster",
    "taggit",
    "django.contrib.auth",
    "django.contrib.sessions",
    "django.contrib.messages",
]
INSTALLED_APPS = [
    *SHARED_APPS,
    *TENANT_APPS,
    "core",
    "config",
    "csp",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django.forms",  # its widgets' templates, for core.form_renderer
    "django.contrib.humanize",  # for its catalogues: Wagtail tells by it how long ago something was
]

MIDDLEWARE = [
    "config.headers.HeadersMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "core.middleware.NulMiddleware",
    "config.health.HealthMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "config.page_cache.PageCacheMiddleware",
    "config.middleware.TenantMiddleware",
    "django.middleware.gzip.GZipMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "config.middleware.LanguageMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "accounts.second_factor.middleware.SecondFactorMiddleware",
    "people.middleware.ConsentMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "config.middleware.ContentSecurityPolicyMiddleware",
    "wagtail.contrib.redirects.middleware.RedirectMiddleware",
]

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

# Accounts and sessions: one set per tenant, never shared
AUTH_USER_MODEL = "accounts.User"
LOGIN_URL = "accounts:sign_in"
LOGIN_REDIRECT_URL = "accounts:home"
AUTHENTICATION_BACKENDS = ["django.contrib.auth.backends.ModelBackend", "people.signing_in.ContactBackend"]
# The second factor of staff, and codes by mail or SMS (accounts.second_factor)
SECOND_FACTOR_REQUIRED = environment.flag("SECOND_FACTOR_REQUIRED", True)
ACCOUNT_ADAPTER = "accounts.second_factor.adapters.AccountAdapter"
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*", "password2*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False
ACCOUNT_LOGIN_BY_CODE_ENABLED = True
ACCOUNT_LOGIN_BY_CODE_SUPPORTS_RESEND = True
ACCOUNT_LOGIN_BY_CODE_TIMEOUT = 5 * 60  # an SMS may take a minute or two
ACCOUNT_LOGIN_BY_CODE_FORMAT = {"numeric": True, "dashed": False, "length": 6}
CODES_BESIDE_REQUEST = True
ACCOUNT_SESSION_REMEMBER = True
ACCOUNT_FORMS = {
    "request_login_code": "people.forms.codes.AskCodeForm",
    "confirm_login_code": "accounts.second_factor.forms.TypeCodeForm",
}
MFA_ADAPTER = "accounts.second_factor.adapters.SecondFactorAdapter"
MFA_TOTP_TOLERANCE = 1  # the clocks of cheap phones go wrong by half a minute
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_RATE_LIMITS = {"webauthn_login": "60/m/ip"}  # two requests each; a whole NGO may share one address
MFA_FORMS = {
    "add_webauthn": "accounts.second_factor.passkeys.AddPasskeyForm",
    "login_webauthn": "accounts.second_factor.passkeys.UsePasskeyForm",
    "authenticate": "accounts.second_factor.forms.ConfirmForm",
    "reauthenticate": "accounts.second_factor.forms.ConfirmAgainForm",
    "activate_totp": "accounts.second_factor.forms.SetUpForm",
}
LOGOUT_REDIRECT_URL = "accounts:sign_in"
SESSION_ENGINE = "accounts.session_store"
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}"}
    for name in ("MinimumLengthValidator", "CommonPasswordValidator", "NumericPasswordValidator")
]

# Caches: every alias keys by schema, or one tenant's page names another's host
_CACHE = {"BACKEND": "django.core.cache.backends.locmem.LocMemCache", "KEY_FUNCTION": "django_tenants.cache.make_key"}
CACHES: dict[str, dict[str, Any]] = {
    "default": _CACHE | {"LOCATION": "default"},
    "renditions": _CACHE | {"LOCATION": "renditions"},
    # Whole pages, found before their tenant is: the key holds host and scheme (config.page_cache).
    "pages": {"BACKEND": _CACHE["BACKEND"], "LOCATION": "pages", "OPTIONS": {"MAX_ENTRIES": 500}},
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
        "APP_DIRS": True,
        "OPTIONS": {
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
STATIC_ROOT = VAR / "static"
WHITENOISE_MANIFEST_STRICT = False  # a missing file must not turn an error page into a crash
MEDIA_URL = "/media/"
MEDIA_ROOT = VAR / "media"
STORAGES = {
    "default": {"BACKEND": "core.storage.TenantStorage"},
    "staticfiles": {"BACKEND": "core.static_files.StaticFilesStorage"},
}

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
WAGTAIL_AUTOSAVE_INTERVAL = 0  # publishing while a new page's first autosave is under way makes a second page
WAGTAILREDIRECTS_AUTO_CREATE = False  # core.redirects makes them under every language prefix
WAGTAILADMIN_BASE_URL = environment.text("WASL_BASE_URL", "http://localhost:8000")
WAGTAILADMIN_LOGIN_URL = LOGIN_URL
WAGTAIL_PASSWORD_RESET_ENABLED = False  # a new password comes by an invitation, never by asking
WAGTAILADMIN_PERMITTED_LANGUAGES = [("fr", "Français"), ("ar", "العربية"), ("en", "English")]
# Cities, which browsers know too: the machine's own list has names (`localtime`) at which the page's script fails.
WAGTAIL_USER_TIME_ZONES = sorted(
    name for name in available_timezones() if name == "UTC" or name.partition("/")[0] in CONTINENTS
)
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
DEFAULT_FROM_EMAIL = environment.text("DEFAULT_FROM_EMAIL", "Wasl <no-reply@localhost>")

LOGGING = {
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
