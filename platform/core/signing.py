"""Salts that keep one NGO's signed texts out of another: ids are alike in every schema, the schema's name is not."""

from typing import Any, cast

from django.db import connection


def tenant_salt(name: str, *parts: object) -> str:
    """For `django.core.signing` in the active tenant: what the signature is for, and about which record.

    Signed texts are in mails, on badges and on phones: a `name` stays as it is when the module that uses it is moved.
    """
    schema = cast(Any, connection).schema_name  # of django-tenants' wrapper
    return " ".join(map(str, (name, schema, *parts)))
