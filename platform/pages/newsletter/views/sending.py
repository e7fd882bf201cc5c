"""For staff: which issue went out, what became of its letters; start, hold, let on. No address is shown."""

from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.db.models import Count
from django.http import HttpResponse
from django.middleware.csrf import get_token
from django.shortcuts import get_object_or_404, redirect, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from accounts.requests import SignedInRequest
from accounts.roles import Ability, requires
from core.acting import refusal_as_message
from core.dates import long_date, number
from core.folding import by_words
from core.languages import active, shown
from core.lists import Item, Listing
from core.tables import Missing
from pages.models import NewsPage
from pages.newsletter import actions
from pages.newsletter.forms import RemoveForm
from pages.newsletter.models import Letter, Mailing, Outcome, Subscription
from pages.website.codes import NewsKind

PER_PAGE = 12  # issues: three years
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


@may_write
def mailings(request: SignedInRequest) -> HttpResponse:
    """The issues, the newest first, and how many readers there are."""
    listing = _list(request)
    return listing.answer() or _page(request, RemoveForm(), listing)


@require_POST
@may_write
def remove(request: SignedInRequest) -> HttpResponse:
    """Take an address off for whoever asks for it otherwise than by the link."""
    form = RemoveForm(request.POST)
    if not form.done():
        return _page(request, form, _list(request))
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


def _page(request: SignedInRequest, form: RemoveForm, listing: Listing) -> HttpResponse:
    context = {"list": listing, "readers": _readers(), "form": form, "pace": settings.NEWSLETTER_PER_MINUTE}
    return render(request, "pages/newsletter/mailings.html", context)


def _list(request: SignedInRequest) -> Listing:
    """Numbers alone, so whoever sends may take it as a file."""
    issues = NewsPage.objects.filter(kind=NewsKind.NEWSLETTER).select_related("mailing").order_by("-day", "-pk")
    return Listing(
        request, name="issues", caption=_("Issues"), items=_columns(request), rows=issues, per_page=PER_PAGE,
        usual="-day", may_take=True, prepare=_issues, path=reverse("newsletter:mailings"),
    )  # fmt: skip


def _columns(request: SignedInRequest) -> list[Item]:
    return [
        Item("issue", _("Issue"), _link, lambda one: str(shown(one.page, "heading")),
             order=by_words(f"heading_{active()}")),
        Item("day", _("Day"), lambda one: long_date(one.page.day), lambda one: one.page.day, order=("day",),
             falls=True),
        Item("sent", _("Sent"), lambda one: number(one.sent), lambda one: one.sent, numeric=True),
        Item("waiting", _("Waiting"), _waiting, lambda one: one.waiting, numeric=True),
        Item("others", _("Not arrived, or in doubt"), _others,
             lambda one: "; ".join(f"{words}: {count}" for words, count in one.others)),
        Item("act", _("What can be done"), lambda one: _acts(request, one), is_written=False),
    ]  # fmt: skip


def _link(one: Issue) -> str:
    heading = shown(one.page, "heading")
    made = '<a href="{}" lang="{}" dir="{}">{}</a>'
    return format_html(made, one.page.get_url(), heading.language, heading.direction, heading)


def _waiting(one: Issue) -> str:
    if not one.waiting:
        return number(0)
    least = ngettext("(%(shown)s minute at least)", "(%(shown)s minutes at least)", one.minutes)
    return format_html('{} <span class="meta">{}</span>', number(one.waiting), least % {"shown": number(one.minutes)})


def _others(one: Issue) -> Any:
    counted = ((number(count), words) for words, count in one.others)
    return format_html_join(mark_safe("<br>"), "<strong>{}</strong> {}", counted) or Missing()


def _acts(request: SignedInRequest, one: Issue) -> str:
    return render_to_string("pages/newsletter/_acts.html", {"one": one, "csrf_token": get_token(request)})


def _issues(pages: list[Any]) -> list[Issue]:
    """One query, however many there are."""
    counted: dict[int, dict[str, int]] = {}
    rows = Letter.objects.filter(mailing__issue__in=[page.pk for page in pages]).order_by()
    for mailing, outcome, count in rows.values_list("mailing", "outcome").annotate(number=Count("pk")):
        counted.setdefault(mailing, {})[outcome] = count
    found = [(page, getattr(page, "mailing", None)) for page in pages]
    return [Issue(page, mailing, counted.get(mailing.pk, {}) if mailing else {}) for page, mailing in found]


def _readers() -> dict[str, int]:
    """Addresses that are written to, those that have not said yes yet, those that their server refused."""
    return {
        "all": Subscription.objects.reached().count(),
        "open": Subscription.objects.filter(confirmed_at__isnull=True).count(),
        "refused": Subscription.objects.filter(confirmed_at__isnull=False, refused_at__isnull=False).count(),
    }
