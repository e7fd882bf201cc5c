"""The world of two NGOs and the hub, each with something of everything."""

from django.db import connection

from core.storage import tenant_storage
from tenants.models import Tenant
from tests.support.furnished.tenants import Furnished, furnish_hub, furnish_ngo, link_network
from tests.support.worlds import world

NGO, OTHER, HUB = "NGO", "other", "hub"
MARKS = {NGO: "Zqnous", OTHER: "Zqautre", HUB: "Zqreseau"}  # a word that stands nowhere else
FAR = 700_001
STANDING: dict[str, Furnished] = {}


@world
def furnished_network() -> None:
    """Our NGO, the stranger and the hub; `STANDING` has them by name. The stranger's numbers begin far away, so that
    none of them is one of ours."""
    tenants = {
        NGO: Tenant.objects.get(schema_name="own_ngo"), OTHER: Tenant.objects.get(schema_name="other_ngo"),
        HUB: Tenant.objects.get(kind=Tenant.Kind.HUB),
    }  # fmt: skip
    for name, tenant in tenants.items():
        with tenant:
            tenant_storage.clear()  # of a run before
            if name == OTHER:
                _begin_numbers_at(FAR)
            furnish = furnish_hub if name == HUB else furnish_ngo
            STANDING[name] = furnish(tenant, MARKS[name])
    link_network(STANDING[HUB], STANDING[NGO], STANDING[OTHER])


def _begin_numbers_at(first: int) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT sequencename FROM pg_sequences WHERE schemaname = %s", [connection.schema_name])
        for (name,) in cursor.fetchall():
            # Not altered: a cluster refuses that of a sequence on a node.
            cursor.execute("SELECT setval(%s::regclass, %s, false)", [f'"{connection.schema_name}"."{name}"', first])
