"""The apps, shared or of each tenant, and the middleware, in their order: a part of the base."""

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
    "console",
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
    "config.watching.requests.RequestMiddleware",
    "config.headers.HeadersMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "core.middleware.NulMiddleware",
    "config.health.HealthMiddleware",
    "config.known_hosts.AskMiddleware",
    "config.watching.metrics.MetricsMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "config.page_cache.PageCacheMiddleware",
    "config.middleware.TenantMiddleware",
    "config.first_host.FirstHostMiddleware",
    "config.pausing.PauseMiddleware",
    "django.middleware.gzip.GZipMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "config.middleware.LanguageMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "config.closing.ClosingMiddleware",
    "accounts.second_factor.middleware.SecondFactorMiddleware",
    "people.middleware.ConsentMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "config.middleware.ContentSecurityPolicyMiddleware",
    "wagtail.contrib.redirects.middleware.RedirectMiddleware",
]
