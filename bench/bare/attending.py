"""A bare Django site that writes marks, for gunicorn or granian: `attending:application`, in the folder of this file.

No tenant, no sign-in, no audit, no rights, no half-day to be looked up: what Django itself takes for a request that
writes one row, or thirty together. `BARE_DATABASE` is its database, as JSON; its one table is made where it is missing.
"""

import json
import os
import uuid

import django
from django.conf import settings
from django.db import connection, models
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import path

settings.configure(
    DATABASES={"default": json.loads(os.environ["BARE_DATABASE"]) | {"CONN_MAX_AGE": None}},
    ALLOWED_HOSTS=["*"], SECRET_KEY="-", ROOT_URLCONF=__name__, USE_TZ=True,
    DEFAULT_AUTO_FIELD="django.db.models.BigAutoField",
    MIDDLEWARE=["django.middleware.security.SecurityMiddleware", "django.middleware.common.CommonMiddleware"],
)  # fmt: skip
django.setup()


class Mark(models.Model):
    """Somebody was there."""

    person = models.UUIDField()
    event = models.UUIDField(unique=True)
    made_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        app_label = "attending"

    def __str__(self) -> str:
        return str(self.event)


def nothing(request: HttpRequest) -> HttpResponse:
    return HttpResponse("ok")


def one(request: HttpRequest) -> HttpResponse:
    Mark.objects.create(person=uuid.uuid4(), event=request.POST["event"])
    return HttpResponseRedirect("/")


def roll(request: HttpRequest) -> HttpResponse:
    Mark.objects.bulk_create(Mark(person=person, event=uuid.uuid4()) for person in request.POST.getlist("present"))
    return HttpResponseRedirect("/")


urlpatterns = [path("", nothing), path("one/", one), path("roll/", roll), path("healthz", nothing)]
if Mark._meta.db_table not in connection.introspection.table_names():
    with connection.schema_editor() as editor:
        editor.create_model(Mark)
connection.close()

from django.core.wsgi import get_wsgi_application  # noqa: E402  once there are settings

application = get_wsgi_application()
