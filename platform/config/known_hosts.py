"""`/tls-ask?domain=HOST`: whether a proxy may ask for a certificate for that host (deploy/Caddyfile).

Without it anybody could point thousands of names at the server and use up what the certificate's issuer allows us.
"""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

from tenants.models import Domain, Tenant

PATH = "/tls-ask"


class AskMiddleware:
    """Answers before a tenant is looked up: the proxy asks under a name of its own."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.path != PATH:
            return self.get_response(request)
        known = is_known(request.GET.get("domain", ""))
        response = HttpResponse("yes\n" if known else "no\n", content_type="text/plain", status=200 if known else 404)
        response.headers["Cache-Control"] = "no-store"
        setattr(response, "_has_been_logged", True)  # noqa: B010  a "no" is no fault, and would fill the log
        return response


def is_known(host: str) -> bool:
    """Whether the host leads to a tenant that is whole."""
    return (
        Domain.objects.filter(domain=host.lower().rstrip(".")).exclude(tenant__state=Tenant.State.UNFINISHED).exists()
    )
