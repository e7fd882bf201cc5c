"""Django's SMTP backend, which also knows when a mail was handed over and the answer is missing."""

import smtplib
from typing import Any

from django.core.mail.backends.smtp import EmailBackend as DjangoBackend

from core.delivery import Uncertain

GO_AHEAD = 354  # the server's word before the mail itself


class _Watching:
    """A connection that raises `Uncertain` where it breaks between the mail's words and the server's answer."""

    _last_reply: int | None = None

    def getreply(self) -> tuple[int, bytes]:
        reply = super().getreply()  # type: ignore[misc]  # of smtplib.SMTP, beside which this stands
        self._last_reply = reply[0]
        return reply

    def data(self, msg: Any) -> tuple[int, bytes]:
        self._last_reply = None
        try:
            return super().data(msg)  # type: ignore[misc]
        except (OSError, smtplib.SMTPException) as error:
            if self._last_reply == GO_AHEAD:
                raise Uncertain from error
            raise


class _Smtp(_Watching, smtplib.SMTP):
    pass


class _SmtpOverTls(_Watching, smtplib.SMTP_SSL):
    pass


class EmailBackend(DjangoBackend):
    """For EMAIL_BACKEND; its settings are Django's."""

    @property
    def connection_class(self) -> type[smtplib.SMTP]:
        return _SmtpOverTls if self.use_ssl else _Smtp

    def close(self) -> None:
        """What breaks on leaving changes nothing of what went before."""
        try:
            super().close()
        except (OSError, smtplib.SMTPException):
            self.connection = None
