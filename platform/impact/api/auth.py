"""Token authentication, scopes, the rate limit of a token, and pages by cursor of the interface for programs.

django-ninja has a throttle and pages of its own: why they do not serve here, docs/decisions/0023.
"""

import base64
import binascii
import time
from collections.abc import Callable
from typing import Any

from django.core.cache import caches
from django.http import HttpRequest
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from ninja.errors import HttpError
from ninja.security import HttpBearer

from impact.api.tokens import find_token
from impact.models import ApiToken

PER_PAGE = 50
LARGEST_PAGE = 200
ALLOWED, MINUTE = 120, 60  # questions of a token in so many seconds
NO_TOKEN = gettext_lazy(
    "A valid token is missing. Send the header “Authorization: Bearer wasl_…”; the NGO’s administrator makes tokens."
)


class RateLimitError(Exception):
    """A token asked more often than it may; `seconds` until it may again."""

    def __init__(self, seconds: int) -> None:
        super().__init__(seconds)
        self.seconds = seconds


def seconds_to_wait(token: ApiToken) -> int:
    """0 while the token has asked less than ALLOWED times in this minute; all workers count together."""
    now = int(time.time())
    cache, key = caches["limits"], f"api:{token.pk}:{now // MINUTE}"
    cache.add(key, 0, MINUTE)
    try:
        asked = cache.incr(key)
    except ValueError:  # the minute ended in between
        return 0
    return MINUTE - now % MINUTE if asked > ALLOWED else 0


class TokenOf(HttpBearer):
    """`Authorization: Bearer wasl_…`."""

    no_token: Promise = NO_TOKEN

    def __init__(self, scope: ApiToken.Scope) -> None:
        super().__init__()
        self.scope = scope

    def authenticate(self, request: HttpRequest, token: str) -> ApiToken:
        """The token; 401 where it opens nothing here, 403 where it lacks the scope."""
        found = find_token(token)
        if found is None:
            raise HttpError(401, str(self.no_token))
        wait = seconds_to_wait(found)
        if wait:
            raise RateLimitError(wait)
        if self.scope not in found.scopes:
            raise HttpError(
                403,
                _("This token lacks the scope “%(scope)s”. Ask the NGO’s administrator for one that has it.")
                % {"scope": self.scope.value},
            )
        return found


def has_names(request: HttpRequest) -> bool:
    """Whether names may be told."""
    return ApiToken.Scope.NAMES.value in request.auth.scopes  # type: ignore[attr-defined]  # ninja's


def cursor_page(found: Any, cursor: str, limit: int, show: Callable[[Any], Any]) -> dict[str, Any]:
    """Rows after the cursor by key, and the cursor of what follows: rows that come meanwhile move nothing."""
    size = max(1, min(limit, LARGEST_PAGE))
    rows = list(found.filter(pk__gt=_decode(cursor)).order_by("pk")[: size + 1])
    more = len(rows) > size
    rows = rows[:size]
    return {"results": [show(row) for row in rows], "next": _encode(rows[-1].pk) if more else None}


def _encode(pk: int) -> str:
    return base64.urlsafe_b64encode(f"v1:{pk}".encode()).decode().rstrip("=")


def _decode(cursor: str) -> int:
    if not cursor:
        return 0
    try:
        text = base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)).decode()
        return int(text.removeprefix("v1:")) if text.startswith("v1:") else int("no number")
    except (binascii.Error, ValueError) as error:
        raise HttpError(400, _("“cursor” is not one that this interface gave. Leave it out to begin anew.")) from error
