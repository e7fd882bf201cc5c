"""URLs of the hub's host."""

from django.conf.urls.i18n import i18n_patterns
from django.urls import include, path

from config.urls_shared import accounts_urls, certificates_urls, pages_urls, unprefixed
from config.views import choose_language

urlpatterns = [
    path("", choose_language, name="root"),
    *unprefixed,
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
