"""The bare Wagtail site in a process of its own: `python bench/bare/asking.py`, told by `bench/comparing.py`.

Standard input, a line of JSON each: first {"database": …, "paragraphs": […]}, then the number of requests to measure.
Standard output: {"statements": n} once it is ready, then the processor milliseconds of each request as a list.
"""

import json
import sys
import time
from pathlib import Path

HERE = Path(__file__).resolve().parent
NAME = "wasl_bare"
APPS = [
    "bare", "wagtail.sites", "wagtail.users", "wagtail.documents", "wagtail.images", "wagtail.search", "wagtail.admin",
    "wagtail.snippets", "wagtail.embeds", "wagtail.contrib.redirects", "wagtail", "modelcluster", "taggit",
    "django.contrib.auth", "django.contrib.contenttypes", "django.contrib.sessions", "django.contrib.messages",
    "django.contrib.staticfiles",
]  # fmt: skip
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "wagtail.contrib.redirects.middleware.RedirectMiddleware",
]
PROCESSORS = [
    "django.template.context_processors.request",
    "django.contrib.auth.context_processors.auth",
    "django.contrib.messages.context_processors.messages",
]


def main() -> None:
    order = json.loads(sys.stdin.readline())
    configure(order["database"])
    prepare(order["paragraphs"])
    from django.db import connection
    from django.test import Client
    from django.test.utils import CaptureQueriesContext

    client = Client()
    if order["signed_in"]:
        from django.contrib.auth.models import User

        client.force_login(User.objects.get_or_create(username="somebody")[0])
    ask(client)
    with CaptureQueriesContext(connection) as captured:
        ask(client)
    print(json.dumps({"statements": len(captured)}), flush=True)
    for line in sys.stdin:
        times = []
        for _request in range(int(line)):
            started = time.process_time()
            ask(client)
            times.append(1000 * (time.process_time() - started))
        print(json.dumps(times), flush=True)


def configure(database: dict[str, str]) -> None:
    """Django with Wagtail and nothing of ours; the database is made where it is missing."""
    sys.path.insert(0, str(HERE.parent))
    import psycopg
    from django.conf import settings

    where = {"host": database["HOST"], "port": database["PORT"] or None, "user": database["USER"],
             "password": database["PASSWORD"] or None}  # fmt: skip
    with psycopg.connect(dbname="postgres", autocommit=True, **where) as connection:
        if not connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [NAME]).fetchone():
            connection.execute(f"CREATE DATABASE {NAME}")
    kept = {"ENGINE": "django.db.backends.postgresql", "NAME": NAME, "CONN_MAX_AGE": None}
    templates = {"BACKEND": "django.template.backends.django.DjangoTemplates", "DIRS": [HERE / "templates"],
                 "APP_DIRS": True, "OPTIONS": {"context_processors": PROCESSORS}}  # fmt: skip
    settings.configure(
        DATABASES={"default": database | kept}, INSTALLED_APPS=APPS, MIDDLEWARE=MIDDLEWARE, TEMPLATES=[templates],
        ROOT_URLCONF="wagtail.urls", ALLOWED_HOSTS=["*"], SECRET_KEY="-", STATIC_URL="/static/", USE_TZ=True,
        WAGTAIL_SITE_NAME="bare", WAGTAILADMIN_BASE_URL="http://localhost", WAGTAILDOCS_EXTENSIONS=["pdf"],
        DEFAULT_AUTO_FIELD="django.db.models.BigAutoField",
    )  # fmt: skip
    import django

    django.setup()


def prepare(paragraphs: list[str]) -> None:
    """The tables, and a lesson as deep in the tree as the product's."""
    from django.core.management import call_command
    from wagtail.models import Page, Site

    from bare.models import BarePage

    call_command("migrate", verbosity=0)
    BarePage.objects.all().delete()
    above = Page.objects.get(depth=1)
    home = None
    for slug in ("accueil", "cours", "module", "lecon"):
        page = BarePage(title=slug.capitalize(), slug=slug)
        if slug == "lecon":
            page.body = [("paragraph", paragraph) for paragraph in paragraphs]
        above = Page.objects.get(pk=above.pk).add_child(instance=page)
        home = home or page
    Site.objects.update_or_create(is_default_site=True, defaults={"hostname": "localhost", "root_page": home})


def ask(client: object) -> None:
    response = client.get("/cours/module/lecon/")  # type: ignore[attr-defined]
    if response.status_code != 200:
        raise SystemExit(f"The bare page answered {response.status_code}.")


if __name__ == "__main__":
    main()
