"""The file of the environment: one variable to a line, each explained; what is set in it is never touched."""

import base64
import os
import re
import secrets
import tempfile
from pathlib import Path

from config.environment import read_file
from config.terminal import gettext
from config.terminal import gettext_noop as _

PRIVATE = 0o600
BARE = re.compile(r"[A-Za-z0-9_./:@,+=-]*")
KEYS = {"SECRET_KEY": 50, "NETWORK_TOKEN_KEY": 32}  # and how many characters each has at least
GENERATED = ("BACKUP_KEY", "METRICS_TOKEN")  # which no server needs, and every one should have
KEY_BYTES = 48  # 64 characters
MAY_BE_EMPTY = {"EMAIL_HOST_USER", "EMAIL_HOST_PASSWORD"}
# The variables in their order, each explained in a line; where that is empty, by the line of the one above.
EXPLAINED = {
    "DJANGO_SETTINGS_MODULE": _("The settings of a server, where a missing or weak value stops the start."),
    "DATABASE_URL": _("The database: an empty one of its owner’s. Session-mode pooling only."),
    "SECRET_KEY": _("Signs cookies and links; whoever has it can sign in as anybody. A new one ends all sessions."),
    "NETWORK_TOKEN_KEY": _("Keys the tokens by which people of two NGOs are counted once. Never change it."),
    "WASL_BASE_URL": _("The hub’s address; links in mails take scheme and port from it."),
    "WASL_VAR": _("The folder of uploads and collected static files: back it up, and let only the server write there."),
    "DEFAULT_FROM_EMAIL": _("The sender of all mail; it should say nothing of what this is about."),
    "EMAIL_HOST": _("The mail server, its port, whether it is spoken to by TLS, and the account there, if any."),
    "EMAIL_PORT": "",
    "EMAIL_USE_TLS": "",
    "EMAIL_HOST_USER": "",
    "EMAIL_HOST_PASSWORD": "",
    "OPERATOR_EMAIL": _("Whom the server tells of a late backup, a silent worker, a full disk, by mail."),
    "SECURITY_CONTACT": _(
        "Whom a stranger tells of a weakness: an address of a role, or of a page; shown to everybody."
    ),
    "BACKUP_KEY": _("Opens the backups: keep a copy of it, and of SECRET_KEY, away from this machine."),
    "BACKUP_TO": _("Where the nightly backups go: a folder, or s3://bucket/prefix. Copy them elsewhere too."),
    "BACKUP_KEY_FALLBACKS": _("Former keys of the backups, with commas between them: they still open."),
    "CLUSTER_COORDINATOR": _("Past one machine: this database as the nodes of its cluster reach it, host:port."),
    "CLUSTER_NODES": _("The nodes, each host:port, with commas between them (docs/scaling.md)."),
    "METRICS_TOKEN": _("What Prometheus sends to be given /metrics; without it the page is closed."),
    "SENTRY_DSN": _("Where errors are reported to (Sentry, GlitchTip, Bugsink); without it, to nobody."),
    "VAPID_PRIVATE_KEY": _("Signs reminders on people’s devices; a new one ends them until they are asked for again."),
    "SECOND_FACTOR_REQUIRED": _("Whether staff need a second factor (1) or not (0)."),
    "SECURE_SSL_REDIRECT": _("Whether http is led to https (1); 0 where the proxy does so."),
    "TRUSTED_PROXIES": _("How many proxies of one’s own stand before the application."),
    "ALLOWED_HOSTS": _("A second list of hosts; which hosts there are is decided by the tenants’ own."),
    "CONN_MAX_AGE": _("How many seconds a thread keeps its connection to the database."),
    "PAGE_CACHE_SECONDS": _("For how many seconds a page is kept for readers without an account."),
    "SECURE_HSTS_SECONDS": _("For how many seconds browsers keep to https."),
    "EMAIL_TIMEOUT": _("How many seconds a mail server may say nothing."),
    "SMS_BACKEND": _("Short messages: core.sms.HttpSms and the gateway that it posts to."),
    "SMS_URL": "",
    "SMS_TOKEN": "",
    "SMS_SENDER": "",
}


def explained() -> dict[str, str]:
    """The variables in their order, each with its line of explanation in the operator's language."""
    return {name: text and gettext(text) for name, text in EXPLAINED.items()}


def new_key() -> str:
    """A strong key that no file needs to quote."""
    return secrets.token_urlsafe(KEY_BYTES)


def new_vapid_key() -> str:
    """A private key on P-256 as Web Push signs with: its 32 bytes in base64url."""
    # Here, as a server that starts needs none.
    from cryptography.hazmat.primitives.asymmetric import ec

    number = ec.generate_private_key(ec.SECP256R1()).private_numbers().private_value
    return base64.urlsafe_b64encode(number.to_bytes(32, "big")).decode().rstrip("=")


def is_set(name: str, values: dict[str, str]) -> bool:
    """Whether the variable needs no answer any more."""
    return bool(values.get(name, "").strip()) or (name in values and name in MAY_BE_EMPTY)


def write(path: Path, values: dict[str, str]) -> list[str]:
    """Append those of `values` that the file does not set; their names. For its owner's eyes only, whole or not at
    all. Raises OSError."""
    before = path.read_text(encoding="utf-8") if path.exists() else ""
    kept = read_file(path) if before else {}
    added = {name: value for name, value in values.items() if not is_set(name, kept)}
    if not added:
        return []
    text = "" if not before or before.endswith("\n") else "\n"
    explanations = explained()
    for name in sorted(added, key=list(explanations).index):
        comment = f"\n# {explanations[name]}\n" if explanations[name] else ""
        text += f"{comment}{name}={quoted(added[name])}\n"
    if path.exists() and not os.access(path.parent, os.W_OK):  # the file is ours, its folder is not
        with path.open("a", encoding="utf-8") as file:
            file.write(text)
    else:
        _replace(path, (before + text).lstrip("\n"))
    return list(added)


def quoted(value: str) -> str:
    """As systemd, containers and shells read it back."""
    if BARE.fullmatch(value):
        return value
    if "'" not in value:
        return f"'{value}'"
    return '"' + re.sub(r'(["\\$`])', r"\\\1", value) + '"'


def _replace(path: Path, text: str) -> None:
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")  # made with mode 0600
    unfinished = Path(name)
    try:
        with os.fdopen(handle, "w", encoding="utf-8") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        if path.exists() and os.geteuid() == 0:  # the server's user, who has to read it, stays its owner
            os.chown(unfinished, path.stat().st_uid, path.stat().st_gid)
        unfinished.chmod(PRIVATE)
        unfinished.replace(path)
    except BaseException:
        unfinished.unlink(missing_ok=True)
        raise
