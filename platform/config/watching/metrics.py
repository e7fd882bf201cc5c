"""`/metrics`: figures in Prometheus' text format, for whoever has METRICS_TOKEN; nobody's where it is not set.

It names no NGO: of a tenant its kind and state alone. Where the database is away the rest is told all the same.
"""

from collections.abc import Callable, Iterator
from http import HTTPStatus
from typing import TYPE_CHECKING

from django.conf import settings
from django.db import Error as DatabaseError
from django.http import HttpRequest, HttpResponse
from django.utils.crypto import constant_time_compare

from config.watching.measuring import Measured, measure
from config.watching.meters import counted

if TYPE_CHECKING:
    from prometheus_client import Metric

PATH = "/metrics"
FORMAT = "text/plain; version=0.0.4; charset=utf-8"


class MetricsMiddleware:
    """Answers before a tenant is looked up, on every host."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return _told(request) if request.path == PATH else self.get_response(request)


def _told(request: HttpRequest) -> HttpResponse:
    if not settings.METRICS_TOKEN:
        response = HttpResponse(status=HTTPStatus.NOT_FOUND)
    elif constant_time_compare(request.headers.get("Authorization", ""), f"Bearer {settings.METRICS_TOKEN}"):
        response = HttpResponse(exposition(), content_type=FORMAT)
    else:
        response = HttpResponse("METRICS_TOKEN?\n", "text/plain", HTTPStatus.UNAUTHORIZED)
        response.headers["WWW-Authenticate"] = "Bearer"
    setattr(response, "_has_been_logged", True)  # noqa: B010  Django's own mark: a refusal is no fault
    response.headers["Cache-Control"] = "no-store"
    return response


def exposition() -> bytes:
    """What was counted, then what is measured now."""
    # Here, as who sets no METRICS_TOKEN need not load it.
    from prometheus_client import CollectorRegistry, generate_latest

    registry = CollectorRegistry()
    registry.register(_Now())
    return counted() + generate_latest(registry)


class _Now:
    """A collector: asked when Prometheus asks."""

    def collect(self) -> "Iterator[Metric]":
        from prometheus_client.core import GaugeMetricFamily  # as above

        try:
            found, is_up = measure(), 1
        except DatabaseError:
            found, is_up = [], 0
        for one in [Measured("wasl_database_up", "Whether the database answers.", {(): is_up}), *found]:
            family = GaugeMetricFamily(one.name, one.says, labels=one.labels)
            for labels, value in one.values.items():
                family.add_metric(labels, value)
            yield family
