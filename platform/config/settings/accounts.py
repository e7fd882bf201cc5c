"""Accounts, signing in, the second factor and sessions: a part of the base."""

from config import environment

# Accounts and sessions: one set per tenant, never shared
AUTH_USER_MODEL = "accounts.User"
LOGIN_URL = "accounts:sign_in"
LOGIN_REDIRECT_URL = "accounts:home"
AUTHENTICATION_BACKENDS = ["django.contrib.auth.backends.ModelBackend", "people.signing_in.ContactBackend"]
# The second factor of staff, and codes by mail or SMS (accounts.second_factor)
SECOND_FACTOR_REQUIRED = environment.flag("SECOND_FACTOR_REQUIRED", True)
ACCOUNT_ADAPTER = "accounts.second_factor.adapters.AccountAdapter"
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*", "password2*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False
ACCOUNT_LOGIN_BY_CODE_ENABLED = True
ACCOUNT_LOGIN_BY_CODE_SUPPORTS_RESEND = True
ACCOUNT_LOGIN_BY_CODE_TIMEOUT = 5 * 60  # an SMS may take a minute or two
ACCOUNT_LOGIN_BY_CODE_FORMAT = {"numeric": True, "dashed": False, "length": 6}
CODES_BESIDE_REQUEST = True
ACCOUNT_SESSION_REMEMBER = True
ACCOUNT_FORMS = {
    "request_login_code": "people.forms.codes.AskCodeForm",
    "confirm_login_code": "accounts.second_factor.forms.TypeCodeForm",
}
MFA_ADAPTER = "accounts.second_factor.adapters.SecondFactorAdapter"
MFA_TOTP_TOLERANCE = 1  # the clocks of cheap phones go wrong by half a minute
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_RATE_LIMITS = {"webauthn_login": "60/m/ip"}  # two requests each; a whole NGO may share one address
MFA_FORMS = {
    "add_webauthn": "accounts.second_factor.passkeys.AddPasskeyForm",
    "login_webauthn": "accounts.second_factor.passkeys.UsePasskeyForm",
    "authenticate": "accounts.second_factor.forms.ConfirmForm",
    "reauthenticate": "accounts.second_factor.forms.ConfirmAgainForm",
    "activate_totp": "accounts.second_factor.forms.SetUpForm",
}
LOGOUT_REDIRECT_URL = "accounts:sign_in"
SESSION_ENGINE = "accounts.session_store"
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}"}
    for name in ("MinimumLengthValidator", "CommonPasswordValidator", "NumericPasswordValidator")
]
