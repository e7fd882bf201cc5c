"""Errors are reported to a server of Sentry's make, where SENTRY_DSN names one (Sentry, GlitchTip, Bugsink).

What is sent is what the log tells of an error, and is put together here anew: whatever the library gathers besides
(user, cookies, headers, body, address, local variables, the machine's name) never gets as far. Imported only where
it is asked for.
"""

from collections.abc import Iterator
from typing import Any

import sentry_sdk
from sentry_sdk.integrations.atexit import AtexitIntegration
from sentry_sdk.integrations.dedupe import DedupeIntegration
from sentry_sdk.integrations.logging import LoggingIntegration

from config.watching.context import asked, at_hand
from config.watching.log_lines import careful_words, clean
from core.log_lines import message_of
from core.version import VERSION

KEPT = ("event_id", "timestamp", "level", "platform", "release", "environment", "logger")
FRAME = ("filename", "function", "module", "lineno", "in_app", "pre_context", "context_line", "post_context")


def start_reporting(dsn: str) -> None:
    """From now on every record of ERROR or worse is sent, by a thread of its own."""
    sentry_sdk.init(
        dsn=dsn, release=f"wasl@{VERSION}", environment="production", before_send=scrubbed,
        default_integrations=False, auto_enabling_integrations=False,
        integrations=[LoggingIntegration(level=None), AtexitIntegration(lambda *_: None), DedupeIntegration()],
        max_breadcrumbs=0, send_default_pii=False, include_local_variables=False, max_request_body_size="never",
        auto_session_tracking=False, send_client_reports=False, propagate_traces=False, shutdown_timeout=2,
    )  # fmt: skip


def scrubbed(event: Any, hint: dict[str, Any]) -> Any:
    """The event with what we know to be harmless, and nothing else of it."""
    kept: dict[str, Any] = {name: event[name] for name in KEPT if name in event}
    record = hint.get("log_record")
    if record is not None:
        kept["logentry"] = {"message": clean(message_of(record, careful_words), record)}
    if error := (hint.get("exc_info") or (None, None))[1]:
        words = {type(one).__name__: careful_words(one) for one in _chain(error)}
        values = (event.get("exception") or {}).get("values") or []
        kept["exception"] = {"values": [_exception(one, words) for one in values]}
    kept["tags"] = _tags(record)
    return kept


def _exception(value: dict[str, Any], words: dict[str, str]) -> dict[str, Any]:
    frames = (value.get("stacktrace") or {}).get("frames") or []
    return {
        "type": value.get("type"),
        "module": value.get("module"),
        "value": words.get(value.get("type") or "", ""),
        "stacktrace": {"frames": [{name: frame[name] for name in FRAME if name in frame} for frame in frames]},
    }


def _tags(record: Any) -> dict[str, str]:
    """As in the log, but for the NGO: a report leaves the house, so of a tenant its kind is told."""
    request = getattr(record, "request", None)
    tags = at_hand(request)
    tags.pop("tenant", None)
    if this := getattr(request, "asked", None) or asked.get():
        tags |= {"kind": this.kind, "method": this.method}
    return tags


def _chain(error: BaseException) -> Iterator[BaseException]:
    """The error and those that led to it, those of a group too."""
    waiting, seen = [error], set[int]()
    while waiting:
        one = waiting.pop()
        if id(one) not in seen:
            seen.add(id(one))
            yield one
            waiting += [before for before in (one.__cause__, one.__context__) if before]
            waiting += one.exceptions if isinstance(one, BaseExceptionGroup) else ()
