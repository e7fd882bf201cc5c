"""Requires consent of participants before they go on learning."""

from collections.abc import Callable
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.urls import reverse

from people.consent import State, state_of

# Where something is written about the person; reading a lesson needs no account, so no consent either.
GUARDED = {"courses"}
# What stays open to who withdrew, as the page on which one withdraws says: to read, not to finish or answer.
READING = {"people:home", "courses:mine", "courses:glossary", "courses:save", "courses:shell", "courses:attempt"}


class ConsentMiddleware:
    """Leads to the consent page whoever has not agreed, or has agreed to an older text.

    What was sent under an older text is still kept: an answer is never lost because the text changed meanwhile. Who
    withdrew reads on and is asked only where something would be written.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, *_view: object) -> HttpResponse | None:
        """A redirect in place of a guarded page; for what a script sends, 403 and the address to go to."""
        match = request.resolver_match
        if match is None or not (match.app_name in GUARDED or match.view_name == "people:home"):
            return None
        if not request.user.is_authenticated:
            return None
        state = state_of(request.user)
        reading = request.method in ("GET", "HEAD")
        if state in (State.NOT_NEEDED, State.CURRENT) or (state == State.OLDER and not reading):
            return None
        if state == State.WITHDRAWN and reading and match.view_name in READING:
            return None
        address = reverse("people:consent")
        if not request.accepts("text/html"):
            return JsonResponse({"reason": "consent", "url": address}, status=403)
        return redirect(f"{address}?{urlencode({'next': request.get_full_path()})}" if reading else address)
