"""URLs of django-allauth that we use, under the names it looks for; the others do not exist."""

from allauth.account.views import confirm_login_code, logout, reauthenticate, request_login_code
from django.urls import include, path
from django.views.decorators.http import require_POST
from django.views.generic import RedirectView

from accounts.second_factor.passkeys import AddPasskeyView

to_keys = RedirectView.as_view(pattern_name="mfa_index")
to_sign_in = RedirectView.as_view(pattern_name="accounts:sign_in", query_string=True)

urlpatterns = [
    path("sign-in/", to_sign_in, name="account_login"),
    path("join/", RedirectView.as_view(url="/"), name="account_signup"),
    path("closed/", to_sign_in, name="account_inactive"),
    path("leave/", require_POST(logout), name="account_logout"),
    path("again/", reauthenticate, name="account_reauthenticate"),
    path("code/", request_login_code, name="account_request_login_code"),
    path("code/confirm/", confirm_login_code, name="account_confirm_login_code"),
    path("second/webauthn/", to_keys, name="mfa_list_webauthn"),  # all keys stand on one page
    path("second/webauthn/add/", AddPasskeyView.as_view(), name="mfa_add_webauthn"),
    path("second/", include("allauth.mfa.urls")),
]
