"""Security headers of all responses: keep nothing of an account, open no device we do not use, load it nowhere else."""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse

# What pages here use (film in full, passkeys, a scanner's camera, a screen that stays lit), and what nothing may use.
USED = (
    "camera", "fullscreen", "microphone", "picture-in-picture", "publickey-credentials-create",
    "publickey-credentials-get", "screen-wake-lock",
)  # fmt: skip
REFUSED = (
    "accelerometer", "bluetooth", "display-capture", "encrypted-media", "geolocation", "gyroscope", "hid",
    "idle-detection", "local-fonts", "magnetometer", "midi", "payment", "serial", "usb", "xr-spatial-tracking",
)  # fmt: skip
PERMISSIONS = ", ".join([*(f"{name}=(self)" for name in USED), *(f"{name}=()" for name in REFUSED)])


class HeadersMiddleware:
    """The outermost, so that refusals, redirects and errors tell it too.

    Whoever is signed in gets `private, no-store`, except what is the same for everybody and says so (`public`). In the
    rest, what a view says itself stands.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        response.headers.setdefault("Permissions-Policy", PERMISSIONS)
        response.headers.setdefault("Cross-Origin-Resource-Policy", "same-origin")
        if _has_session(request, response) and "public" not in response.headers.get("Cache-Control", ""):
            response.headers["Cache-Control"] = "private, no-store"
        return response


def _has_session(request: HttpRequest, response: HttpResponse) -> bool:
    """Whether a session comes with the request or begins with the answer; not looked up, since an error page cannot."""
    name = settings.SESSION_COOKIE_NAME
    return name in request.COOKIES or name in response.cookies
