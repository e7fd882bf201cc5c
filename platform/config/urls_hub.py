"""URLs of the hub's host."""

from django.conf.urls.i18n import i18n_patterns
from django.urls import include, path, re_path

from config.urls_shared import accounts_urls, certificates_urls, pages_urls, unprefixed
from config.views import choose_language
from impact.views.interface import interface, unknown
from network.programs.api import api

urlpatterns = [
    path("", choose_language, name="root"),
    *unprefixed,
    path("api/v1/docs", interface, {"api": api}, name="interface"),
    path("api/v1/", api.urls),
    re_path(r"^api/", unknown),
    *i18n_patterns(
        accounts_urls,
        path("", include("people.urls")),
        path("", include("courses.urls")),
        certificates_urls,
        path("network/", include("network.urls")),
        path("console/", include("console.urls")),
        pages_urls,
    ),
]

handler500 = "config.failing.failed"
