"""Sends discreet mail: in the reader's language and direction, subject and sender saying nothing, no tracking.

What a message says is in `templates/emails/<name>.txt` and `.html`; neither ever holds a name, a title or a place.
"""

from typing import Any

from django.core.mail import EmailMultiAlternatives
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.functional import Promise

from core.languages import direction


def send_mail(
    address: str,
    language: str,
    name: str,
    context: dict[str, Any],
    *,
    subject: str | Promise,
    unsubscribe_url: str = "",
    calendar: bytes | None = None,
    via: Any = None,
) -> None:
    """Send `templates/emails/<name>` to `address`, with a calendar file if there is one.

    `via`: an open connection of Django's, for many mails in a row.

    Raises what the mail server's library raises; `core.delivery` says what that means for the message.
    """
    headers = {"Auto-Submitted": "auto-generated"}
    if unsubscribe_url:
        headers |= {"List-Unsubscribe": f"<{unsubscribe_url}>", "List-Unsubscribe-Post": "List-Unsubscribe=One-Click"}
    with translation.override(language):
        shown = context | {"language": language, "direction": direction(language), "unsubscribe_url": unsubscribe_url}
        text = render_to_string(f"emails/{name}.txt", shown)
        message = EmailMultiAlternatives(subject=str(subject), body=text, to=[address], headers=headers, connection=via)
        message.attach_alternative(render_to_string(f"emails/{name}.html", shown), "text/html")
    if calendar is not None:
        message.attach("calendar.ics", calendar.decode(), "text/calendar")
    message.send()
