"""The mail server: it answers, takes our account, and on demand a mail to oneself."""

import smtplib

from django.conf import settings
from django.core.mail import EmailMessage, get_connection
from django.utils.translation import gettext as _

from config.doctor.findings import Finding, broken, check, well

PATIENCE = 5  # seconds
SMTP = "core.smtp.EmailBackend"


@check("mail", order=30)
def look_at_mail() -> Finding:
    """It greets us, by TLS and with our account where these are set."""
    if settings.EMAIL_BACKEND != SMTP:
        return well(_("Mail goes to no server here."))
    server = get_connection(timeout=PATIENCE)
    try:
        server.open()
        server.close()
    except (OSError, smtplib.SMTPException) as error:
        return broken(
            _("The mail server %(server)s does not answer as it should: %(error)s")
            % {"server": f"{settings.EMAIL_HOST}:{settings.EMAIL_PORT}", "error": said_by(error)},
            _("Look at EMAIL_HOST, EMAIL_PORT, EMAIL_USE_TLS and the account. Until then mail waits."),
        )
    return well(_("The mail server %(server)s answers.") % {"server": f"{settings.EMAIL_HOST}:{settings.EMAIL_PORT}"})


def send_to_oneself(address: str) -> Finding:
    """One mail, to whoever asked for it."""
    mail = EmailMessage(
        subject=_("A test of the mail server"), to=[address],
        body=_("This mail was asked for on the server. Nothing has to be done."),
        connection=get_connection(timeout=PATIENCE), headers={"Auto-Submitted": "auto-generated"},
    )  # fmt: skip
    try:
        mail.send()
    except (OSError, smtplib.SMTPException, ValueError) as error:
        return broken(
            _("The mail to %(address)s was not taken: %(error)s") % {"address": address, "error": said_by(error)},
            _("Look at DEFAULT_FROM_EMAIL and at the mail server’s log."),
        )
    return well(_("A mail to %(address)s was taken: look whether it arrives.") % {"address": address})


def said_by(error: Exception) -> str:
    """The server's or the system's own words, on one line."""
    return " ".join(str(error).split()) or type(error).__name__
