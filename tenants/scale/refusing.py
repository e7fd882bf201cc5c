"""Says what is missing before anything is touched."""

from datetime import timedelta

from django.conf import settings
from django.utils import timezone

from tenants.keeping.runs import LastRuns
from tenants.models import Tenant
from tenants.scale import steps
from tenants.scale.cluster import FORBIDDEN, Cluster

FRESH = timedelta(hours=24)


class ScaleError(Exception):
    """A command of `scale` cannot be carried out; the message says why and what to do."""


def lacking(found: Cluster) -> list[str]:
    """What a cluster needs and is not there, each with its remedy; empty: it can be enabled."""
    return [*_of_server(found), *_of_settings()]


def _of_server(found: Cluster) -> list[str]:
    if not found.is_offered:
        return ["This PostgreSQL offers no Citus: install the package of its version (docs/scaling.md)."]
    wrong = []
    if not found.is_loaded:
        wrong.append("Citus is not loaded: put it first in shared_preload_libraries and start PostgreSQL anew.")
    if found.is_forbidden:
        wrong.append(f"{FORBIDDEN} is on: switch it off, or no new tenant could be distributed, ever.")
    return wrong


def _of_settings() -> list[str]:
    names = [settings.CLUSTER_COORDINATOR, *settings.CLUSTER_NODES]
    if not settings.CLUSTER_COORDINATOR or not settings.CLUSTER_NODES:
        return ["CLUSTER_COORDINATOR and CLUSTER_NODES are not set: each as host:port, nodes with commas between."]
    wrong = []
    for name in names:
        try:
            steps.address(name)
        except ValueError:
            wrong.append(f"“{name}” is no host:port (CLUSTER_COORDINATOR, CLUSTER_NODES).")
    return wrong


def refuse_what_enabling_lacks(found: Cluster, runs: LastRuns) -> None:
    """Raises ScaleError."""
    wrong = lacking(found)
    if runs.backup is None or timezone.now() - runs.backup > FRESH:
        wrong.append("No backup of the platform was made in the last 24 hours: run `keep` first.")
    if wrong:
        raise ScaleError(" ".join(wrong))


def refuse_without_cluster(found: Cluster) -> None:
    """Raises ScaleError where there is none, or one with the forbidden setting."""
    if not found.is_enabled:
        raise ScaleError(" ".join(["There is no cluster: `scale enable` makes one.", *lacking(found)]))
    if found.is_forbidden:
        raise ScaleError(" ".join(_of_server(found)))


def refuse_unready(found: Cluster, schema: str, *, unfinished: bool = False) -> Tenant:
    """The NGO that may be moved about. Raises ScaleError. `unfinished`: one of which a move back was stopped."""
    refuse_without_cluster(found)
    tenant = Tenant.objects.filter(schema_name=schema).first()
    if tenant is None:
        raise ScaleError(f"There is no tenant “{schema}”. `list_tenants` shows them.")
    if tenant.is_hub:
        raise ScaleError("The hub stays on the coordinator, beside the network’s own tables.")
    if tenant.state == Tenant.State.UNFINISHED and not unfinished:
        raise ScaleError(
            f"“{schema}” is not whole: the command that restored or removed it was stopped. Run that first."
        )
    return tenant
