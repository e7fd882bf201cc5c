"""Middleware of hosts, languages and content security, which every request passes first."""

from http import HTTPStatus
from typing import Any, cast

from csp.middleware import CSPMiddleware
from django.conf import settings
from django.core.cache import cache
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotFound
from django.http.response import HttpResponseBase
from django.middleware.locale import LocaleMiddleware
from django.template.loader import render_to_string
from django.urls import set_urlconf
from django.utils import timezone
from django.utils.cache import patch_vary_headers
from django.utils.translation import get_language, get_language_from_path, override
from django.utils.translation.trans_real import parse_accept_lang_header
from django_tenants.middleware.main import TenantMainMiddleware

from core.stamps import touched_at
from tenants.changes import TENANTS
from tenants.connection import connection
from tenants.maintenance import SEEN_WITHIN, pauses_of
from tenants.models import Tenant

TENANT_SECONDS = SEEN_WITHIN  # seconds: how long a change of a tenant may take to be seen by every worker
URLCONFS: dict[str, str] = {Tenant.Kind.HUB: "config.urls_hub", Tenant.Kind.NGO: "config.urls_tenant"}


class TenantRequest(HttpRequest):
    """A request whose host's tenant is found."""

    tenant: Tenant


class TenantMiddleware(TenantMainMiddleware):
    """Find the tenant by host, fail closed, choose the urls by its kind."""

    def __call__(self, request: HttpRequest) -> HttpResponse:
        try:
            return super().__call__(request)
        finally:
            timezone.deactivate()
            connection.set_schema_to_public()  # a pooled or kept connection must not remember a tenant

    @staticmethod
    def hostname_from_request(request: HttpRequest) -> str:
        """The host without port and www, in small letters as the domains table has them."""
        return TenantMainMiddleware.hostname_from_request(request).lower()

    known_since = 0  # the stamp of what this process remembers

    def get_tenant(self, domain_model: Any, hostname: str) -> Tenant:
        """The host's tenant, remembered for a few seconds: every request asks.

        Where a tenant changed, whichever process changed it, everything of the default cache is forgotten: Wagtail's
        addresses of sites too.
        """
        changed_at = touched_at(TENANTS)
        if changed_at != self.known_since:
            cache.clear()
            self.known_since = changed_at
        key = f"tenant-of-host:{hostname}:{changed_at}"
        tenant = cache.get(key)
        if tenant is None:
            tenant = super().get_tenant(domain_model, hostname)
            tenant.pauses = pauses_of(tenant.schema_name)
            tenant.first_host = tenant.domains.filter(is_primary=True).values_list("domain", flat=True).first() or ""
            cache.set(key, tenant, TENANT_SECONDS)
        return tenant

    def no_tenant_found(self, request: HttpRequest, hostname: str) -> HttpResponse:
        """A plain 404 that leads to the hub; the host's name is not repeated."""
        return HttpResponseNotFound(render_to_string("no_tenant.html", {"hub_url": settings.WAGTAILADMIN_BASE_URL}))

    def setup_url_routing(self, request: TenantRequest, force_public: bool = False) -> None:
        tenant = request.tenant
        if tenant.state == Tenant.State.UNFINISHED:
            raise Http404
        request.urlconf = URLCONFS[tenant.kind]
        set_urlconf(request.urlconf)
        timezone.activate(tenant.time_zone)


def offered_language(request: TenantRequest) -> str:
    """The first of the browser's languages that the tenant offers, else the tenant's first."""
    asked = [code[:2] for code, _weight in parse_accept_lang_header(request.headers.get("Accept-Language", ""))]
    offered = request.tenant.languages
    return next((code for code in asked if code in offered), offered[0])


class LanguageMiddleware(LocaleMiddleware):
    """Leads an address without a language to the one with, in a language that is offered; what a view says is not
    there (the admin's) stays so."""

    def process_response(self, request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
        if response.status_code != HTTPStatus.NOT_FOUND or get_language_from_path(request.path_info):
            return super().process_response(request, response)
        if request.resolver_match:
            patch_vary_headers(response, ["Accept-Language"])
            response.headers.setdefault("Content-Language", get_language())
            return response
        with override(offered_language(cast(TenantRequest, request))):
            return super().process_response(request, response)


class ContentSecurityPolicyMiddleware(CSPMiddleware):
    """The strict policy everywhere but in the Wagtail admin, whose editor needs inline scripts of its own."""

    def process_response(self, request: HttpRequest, response: Any) -> Any:
        if request.path.startswith("/admin/"):
            response._csp_update = settings.ADMIN_CONTENT_SECURITY_POLICY
        return super().process_response(request, response)
