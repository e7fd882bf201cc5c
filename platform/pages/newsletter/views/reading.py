"""For readers: past issues, asking for the next ones, saying yes, leaving. No cookie is set."""

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe

from accounts.roles import Ability, abilities
from pages.models import NewsIndexPage, NewsPage
from pages.newsletter import actions
from pages.newsletter.forms import AskForm
from pages.newsletter.models import Mailing, Subscription
from pages.newsletter.tokens import CONFIRM, LEAVE, uuid_of
from pages.website.codes import NewsKind

PER_PAGE = 12


@csrf_exempt  # nobody's session stands behind it, see pages.proofs
@require_http_methods(["GET", "HEAD", "POST"])
def newsletter(request: HttpRequest) -> HttpResponse:
    """Past issues, the newest first, and the form that asks for the next ones."""
    if not NewsIndexPage.objects.live().exists():
        raise Http404
    form = AskForm(request.POST if request.method == "POST" else None, request=request)
    if request.method == "POST" and form.done():
        return redirect(f"{reverse('newsletter:newsletter')}?asked=1")
    issues = NewsPage.objects.live().filter(kind=NewsKind.NEWSLETTER).order_by("-day", "-pk")
    page = Paginator(issues, PER_PAGE).get_page(request.GET.get("page"))
    can = abilities(request.user) if hasattr(request, "user") else frozenset()
    context = {
        "form": form, "page": page, "asked": "asked" in request.GET, "may_send": Ability.WRITE_TO_READERS in can,
    }  # fmt: skip
    return render(request, "pages/newsletter/newsletter.html", context)


@csrf_exempt  # the address is signed
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def confirm(request: HttpRequest, token: str) -> HttpResponse:
    """A button that says yes: programs that open every link of a mail say nothing by it."""
    uuid = uuid_of(token, CONFIRM)
    is_known = uuid is not None and Subscription.objects.filter(uuid=uuid).exists()
    done = bool(uuid) and request.method == "POST" and actions.confirm(uuid=str(uuid))
    context = {"is_known": is_known, "done": done}
    return render(request, "pages/newsletter/confirm.html", context, status=200 if is_known else 404)


@csrf_exempt  # mail programs post here by themselves (RFC 8058); the address is signed
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def leave(request: HttpRequest, token: str) -> HttpResponse:
    """Leave without signing in; who has left may do so again."""
    uuid = uuid_of(token, LEAVE)
    if uuid and request.method == "POST":
        actions.leave(uuid=uuid)
    context = {"is_known": uuid is not None, "done": uuid is not None and request.method == "POST"}
    return render(request, "pages/newsletter/leave.html", context, status=200 if uuid else 404)


@require_safe
def issue(request: HttpRequest, mailing: int) -> HttpResponse:
    """Where the mail leads: an address without a word of what the issue is about leads on to its page."""
    found = get_object_or_404(Mailing.objects.select_related("issue"), pk=mailing, issue__live=True)
    return redirect(found.issue.get_url(request) if found.issue else "newsletter:newsletter")
