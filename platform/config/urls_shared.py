"""What the hub and the NGOs have in common; each kind of host adds its own (urls_hub, urls_tenant)."""

from django.conf import settings
from django.urls import URLPattern, URLResolver, include, path
from django.views.generic import RedirectView
from wagtail import urls as wagtail_urls
from wagtail.admin import urls as admin_urls
from wagtail.documents import urls as document_urls

from config.design.views import design
from core.views import media

# Wagtail's own two sign-in pages know no limit of tries: ours stands in their place.
to_sign_in = RedirectView.as_view(pattern_name="accounts:sign_in", query_string=True)

unprefixed: list[URLPattern | URLResolver] = [
    path("admin/login/", to_sign_in),
    path("admin/", include(admin_urls)),
    path("documents/", include(document_urls)),
    path("media/<path:name>", media, name="media"),
]
if settings.DEMO:
    unprefixed.append(path("_design/", design, name="design"))

accounts_urls = path("", include("accounts.urls"))
pages_urls = path("", include([path("_util/login/", to_sign_in), *wagtail_urls.urlpatterns]))
