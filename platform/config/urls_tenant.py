"""URLs of an NGO's host."""

from django.conf.urls.i18n import i18n_patterns
from django.urls import include, path, re_path

from config.urls_shared import accounts_urls, certificates_urls, pages_urls, unprefixed
from config.views import choose_language
from impact.api import api
from impact.views.interface import interface, unknown
from network.logframes.api import router as logframes

api.add_router("logframes", logframes)

urlpatterns = [
    path("", choose_language, name="root"),
    *unprefixed,
    path("api/v1/docs", interface, {"api": api}, name="interface"),
    path("api/v1/", api.urls),
    re_path(r"^api/", unknown),
    *i18n_patterns(
        # Those under a word of their own first: every address is compared with all the others before it.
        path("sessions/", include("sessions.urls")),
        path("figures/", include("impact.urls")),
        path("logframes/", include("network.logframes.ngo_urls")),
        path("leaving/", include("pages.leaving.urls")),
        accounts_urls,
        path("", include("people.urls")),
        path("", include("courses.urls")),
        certificates_urls,
        pages_urls,
    ),
]

handler500 = "config.failing.failed"
