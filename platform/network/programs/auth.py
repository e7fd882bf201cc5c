"""Tokens of the hub: each reads what its account may, for as long as it may."""

from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from ninja.errors import HttpError

from accounts.models import User
from accounts.roles import abilities
from impact.api.auth import TokenOf
from impact.models import ApiToken
from network.projects.views import READS

NO_TOKEN = gettext_lazy(
    "A valid token is missing. Send the header “Authorization: Bearer wasl_…”; whoever reads projects here makes "
    "tokens under “Projects”, “Programs”."
)


class AccountToken(TokenOf):
    """`Authorization: Bearer wasl_…`, for figures. What the account loses the token loses with it."""

    no_token = NO_TOKEN

    def __init__(self) -> None:
        super().__init__(ApiToken.Scope.FIGURES)

    def authenticate(self, request: HttpRequest, token: str) -> ApiToken:
        """The token; beside what is refused in an NGO, 403 where its account reads no project any more."""
        found = super().authenticate(request, token)
        if found.made_by is None or not found.made_by.is_active or not abilities(found.made_by) & set(READS):
            raise HttpError(403, _("The account of this token reads no project here any more."))
        return found


def account_of(request: HttpRequest) -> User:
    """Whose token asks."""
    account: User = request.auth.made_by  # type: ignore[attr-defined]  # ninja's
    return account
