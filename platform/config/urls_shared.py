"""URLs that the hub and the NGOs have in common; each kind of host adds its own (urls_hub, urls_tenant)."""

from django.conf import settings
from django.urls import URLPattern, URLResolver, include, path, re_path
from django.views.decorators.cache import never_cache
from django.views.generic import RedirectView
from wagtail import urls as wagtail_urls
from wagtail.admin import urls as admin_urls
from wagtail.admin.auth import require_admin_access
from wagtail.documents import urls as document_urls

from certificates.page_logo import serve_logo
from certificates.views import badges
from config import lookups
from config.offline import manifest, service_worker
from config.theme import theme
from config.views import not_there, to_achievement, to_verify
from core.display_preferences import choose_display
from core.views import media
from core.writing import CreatePage
from pages.search import search
from pages.serving import serve
from pages.website import machines

lookups.share()

# Wagtail's own two sign-in pages know no limit of tries: ours stands in their place.
to_sign_in = RedirectView.as_view(pattern_name="accounts:sign_in", query_string=True)
# Nor do its pages of users and groups know our rules: the last administrator stays, a role is one of ours.
to_staff = RedirectView.as_view(pattern_name="staff:list")

unprefixed: list[URLPattern | URLResolver] = [
    path("admin/login/", to_sign_in),
    re_path(r"^admin/(?:users|groups)/", to_staff),
    re_path(r"^admin/bulk/(?:accounts/user|auth/group)/", to_staff),
    # Wagtail shows the steps of its workflows to every editor here; who may change them is nobody.
    re_path(r"^admin/workflows/task_chooser/", not_there),
    # What the admin's hooks add comes after Wagtail's own addresses, and would never be reached.
    path(
        "admin/pages/add/<slug:content_type_app_name>/<slug:content_type_model_name>/<int:parent_page_id>/",
        never_cache(require_admin_access(CreatePage.as_view())),
    ),
    path("admin/", include(admin_urls)),
    path("documents/", include(document_urls)),
    path("media/<path:name>", media, name="media"),
    path("theme-<str:accent>.css", theme, name="theme"),
    path("logo-<slug:logo>.webp", serve_logo, name="logo"),
    path("robots.txt", machines.robots, name="robots"),
    path("sitemap.xml", machines.sitemap, name="sitemap"),
    path(".well-known/security.txt", machines.security, name="security_contact"),
    path("share.png", machines.card, name="share_card"),
    path("sw.js", service_worker, name="service_worker"),
    # What whoever verifies a badge asks for.
    path(".well-known/did.json", badges.did, name="did"),
    path("badges/status/<int:number>", badges.status_list, name="badge_status"),
    path("achievements/<uuid:training>", to_achievement, name="to_achievement"),
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
            path("staff/", include("accounts.staff.urls")),
            path("first-day/", include("accounts.first_day.urls")),
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
            path("newsletter/", include("pages.newsletter.urls")),
            path("charter/", include("pages.charter.urls")),
            path("_util/login/", to_sign_in),
            *wagtail_urls.urlpatterns[:-1],  # all but the pages themselves
            re_path(wagtail_urls.serve_pattern, serve, name="wagtail_serve"),
        ]
    ),
)
