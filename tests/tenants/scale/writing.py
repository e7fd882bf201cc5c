"""`python -m tests.tenants.scale.writing SCHEMA SECONDS`: somebody writes without a pause; what came of it, as JSON."""

import json
import sys
import time

import django

django.setup()

from django.db import Error  # noqa: E402  once Django is set up

from people.models import Person  # noqa: E402
from tenants.models import Tenant  # noqa: E402


def write(tenant: Tenant, seconds: float) -> dict[str, float]:
    """How many rows were acknowledged and how many of them are there, tries that failed, the longest wait."""
    until, made, failed, longest = time.monotonic() + seconds, list[int](), 0, 0.0
    while time.monotonic() < until:
        begun = time.monotonic()
        try:
            made.append(Person.objects.create(full_name="Essai").pk)
        except Error:
            failed += 1
        longest = max(longest, time.monotonic() - begun)
        time.sleep(0.01)
    there = Person.objects.filter(pk__in=made)
    told = {"made": len(made), "failed": failed, "there": there.count(), "different": len(set(made)),
            "longest": longest}  # fmt: skip
    there.delete()
    return told


if __name__ == "__main__":
    with Tenant.objects.get(schema_name=sys.argv[1]) as wanted:
        sys.stdout.write(json.dumps(write(wanted, float(sys.argv[2]))))
