"""For staff: which issue went out, what became of its letters; start, hold, let on. No address is shown."""

from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.db.models import Count
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.requests import SignedInRequest
from accounts.roles import Ability, requires
from core.acting import refusal_as_message
from pages.models import NewsPage
from pages.newsletter import actions
from pages.newsletter.forms import RemoveForm
from pages.newsletter.models import Letter, Mailing, Outcome, Subscription
from pages.website.codes import NewsKind

MOST = 12  # issues shown: three years
may_write = requires(Ability.WRITE_TO_READERS)


@dataclass(frozen=True)
class Issue:
    """An issue with its mailing, if it went, and how many letters are in which state."""

    page: Any
    mailing: Mailing | None
    numbers: dict[str, int]

    @property
    def sent(self) -> int:
        return self.numbers.get(Outcome.SENT, 0)

    @property
    def waiting(self) -> int:
        return self.numbers.get(Outcome.WAITING, 0) + self.numbers.get(Outcome.SENDING, 0)

    @property
    def others(self) -> list[tuple[str, int]]:
        """What neither went nor waits, in words."""
        told = (Outcome.UNCERTAIN, Outcome.FAILED, Outcome.GIVEN_UP, Outcome.LAPSED)
        return [(str(outcome.label), self.numbers[outcome]) for outcome in told if outcome in self.numbers]

    @property
    def minutes(self) -> int:
        """What is left takes at least so long, by day."""
        return -(-self.waiting // settings.NEWSLETTER_PER_MINUTE)


@require_safe
@may_write
def mailings(request: SignedInRequest) -> HttpResponse:
    """The issues, the newest first, and how many readers there are."""
    return _page(request, RemoveForm())


@require_POST
@may_write
def remove(request: SignedInRequest) -> HttpResponse:
    """Take an address off for whoever asks for it otherwise than by the link."""
    form = RemoveForm(request.POST)
    if not form.done():
        return _page(request, form)
    if form.result:
        messages.success(request, _("The address is off the list and forgotten."))
    else:
        messages.info(request, _("This address is not on the list."))
    return redirect("newsletter:mailings")


@require_http_methods(["GET", "HEAD", "POST"])
@may_write
def start(request: SignedInRequest, issue: int) -> HttpResponse:
    """Ask once, with the number of readers; then the worker sends."""
    page = get_object_or_404(NewsPage.objects.filter(kind=NewsKind.NEWSLETTER), pk=issue)
    if request.method == "POST":
        with refusal_as_message(request):
            actions.start_mailing(issue=page, actor=request.user)
            messages.success(request, _("The issue is on its way."))
        return redirect("newsletter:mailings")
    context = {"issue": page, "readers": _readers()["all"], "pace": settings.NEWSLETTER_PER_MINUTE}
    return render(request, "pages/newsletter/start.html", context)


@require_POST
@may_write
def hold(request: SignedInRequest, mailing: int) -> HttpResponse:
    """Make it wait."""
    actions.hold(mailing=get_object_or_404(Mailing, pk=mailing))
    return redirect("newsletter:mailings")


@require_POST
@may_write
def go_on(request: SignedInRequest, mailing: int) -> HttpResponse:
    """Let it go on."""
    actions.let_on(mailing=get_object_or_404(Mailing, pk=mailing))
    return redirect("newsletter:mailings")


def _page(request: SignedInRequest, form: RemoveForm) -> HttpResponse:
    context = {"issues": _issues(), "readers": _readers(), "form": form, "pace": settings.NEWSLETTER_PER_MINUTE}
    return render(request, "pages/newsletter/mailings.html", context)


def _issues() -> list[Issue]:
    """Two queries, however many there are."""
    pages = NewsPage.objects.filter(kind=NewsKind.NEWSLETTER).select_related("mailing").order_by("-day", "-pk")[:MOST]
    counted: dict[int, dict[str, int]] = {}
    rows = Letter.objects.filter(mailing__issue__in=[page.pk for page in pages]).order_by()
    for mailing, outcome, number in rows.values_list("mailing", "outcome").annotate(number=Count("pk")):
        counted.setdefault(mailing, {})[outcome] = number
    found = [(page, getattr(page, "mailing", None)) for page in pages]
    return [Issue(page, mailing, counted.get(mailing.pk, {}) if mailing else {}) for page, mailing in found]


def _readers() -> dict[str, int]:
    """Addresses that are written to, those that have not said yes yet, those that their server refused."""
    return {
        "all": Subscription.objects.reached().count(),
        "open": Subscription.objects.filter(confirmed_at__isnull=True).count(),
        "refused": Subscription.objects.filter(confirmed_at__isnull=False, refused_at__isnull=False).count(),
    }
