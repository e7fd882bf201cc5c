"""URLs that the hub and the NGOs have in common; each kind of host adds its own (urls_hub, urls_tenant)."""

from django.conf import settings
from django.urls import URLPattern, URLResolver, include, path
from django.views.generic import RedirectView
from wagtail import urls as wagtail_urls
from wagtail.admin import urls as admin_urls
from wagtail.documents import urls as document_urls

from config.offline import manifest, service_worker
from config.views import to_verify
from core.display_preferences import choose_display
from core.views import media
from pages.search import search

# Wagtail's own two sign-in pages know no limit of tries: ours stands in their place.
to_sign_in = RedirectView.as_view(pattern_name="accounts:sign_in", query_string=True)

unprefixed: list[URLPattern | URLResolver] = [
    path("admin/login/", to_sign_in),
    path("admin/", include(admin_urls)),
    path("documents/", include(document_urls)),
    path("media/<path:name>", media, name="media"),
    path("sw.js", service_worker, name="service_worker"),
    # As printed on certificates: the reader's language is chosen when the code is read.
    path("verify/", to_verify),
    path("verify/<str:code>", to_verify),
    path("verify/<str:code>/", to_verify),
]
if settings.DEMO:
    unprefixed.append(path("", include("demo.urls")))

accounts_urls = path(
    "",
    include(
        [
            path("app.webmanifest", manifest, name="manifest"),
            path("", include("accounts.urls")),
            path("account/", include("accounts.second_factor.urls")),
        ]
    ),
)
certificates_urls = path("", include("certificates.urls"))
pages_urls = path(
    "",
    include(
        [
            path("search/", search, name="search"),
            path("reading/", choose_display, name="comfort"),
            path("_util/login/", to_sign_in),
            *wagtail_urls.urlpatterns,
        ]
    ),
)
