"""Marks: a word of a tenant's own in every text that is kept of it, and what names its things beyond doubt."""

import re
from collections import Counter
from typing import Any

from django.apps import apps
from django.db import DatabaseError, connection, models, transaction
from psycopg import sql

from tests.support.furnished.tenants import Furnished

# What code computes or reads: a word in its place would break it; codes, tokens and digests are marks by themselves.
COMPUTED = {
    "path", "url_path", "slug", "translation_key", "draft_title", "key", "digest", "previous", "content", "made_with",
    "accepted_mark", "kind", "scope", "axis", "value", "project", "cycle", "file", "bundle", "seed", "password",
    "username", "email", "phone", "ref", "code", "name_key", "session_key", "session_data", "queue_name", "task_path",
    "codename", "model", "app_label", "action", "content_type", "hostname", "object_id", "object_id_str",
    "base_content_type", "object_hash", "file_hash", "filter_spec", "focal_point_key", "restriction_type", "old_path",
    "redirect_link", "script_name", "template", "backend_name", "locale_code", "language_code", "exception_class_path",
    "worker_ids", "run_after", "default_language", "contact_type", "current_time_zone",
}  # fmt: skip
# Nobody's texts: of the machinery, or the same in every tenant.
MACHINERY = {
    "sessions", "contenttypes", "auth", "migrations", "modelsearch", "wagtailsearch", "django_tasks_db", "mfa", "sites",
    "taggit", "account", "wagtailredirects", "wagtailforms",
}  # fmt: skip
PUBLIC = {"courses", "pages", "wagtailcore", "wagtailimages", "wagtaildocs", "wagtailmedia", "wagtailusers"}
NAMING = {"code", "key", "digest", "phone", "token", "file"}
CONTACTS = {"email", "phone", "contact"}
LEAST = 8  # letters: shorter ones stand in anything


def mark_texts(place: Furnished) -> Counter[str]:
    """Write the tenant's word, with a number, into every text of every row; how often by model and field."""
    marked: Counter[str] = Counter()
    for model in _models():
        word = place.mark if model._meta.app_label in PUBLIC else place.private
        for field in _texts(model):
            for pk in model._base_manager.order_by("pk").values_list("pk", flat=True):
                text = f"{word}{sum(marked.values()):05}"
                if _write(model, field, pk, text):
                    marked[f"{model._meta.label}.{field.name}"] += 1
    return marked


def names_of(place: Furnished) -> set[str]:
    """UUIDs, codes, tokens and digests of the tenant: whoever shows one has read a row of it."""
    found = {str(value) for value in (place.own | place.others).values() if _names(str(value))}
    with place.tenant:
        for model in _models():
            for field in model._meta.concrete_fields:
                if isinstance(field, models.UUIDField) or field.name in NAMING:
                    values = model._base_manager.values_list(field.name, flat=True)
                    found |= {str(value) for value in values if value and _names(str(value))}
    return found


def contacts_of(place: Furnished) -> set[str]:
    """Every mail address and number of a phone that the tenant keeps."""
    with place.tenant:
        return {
            str(value)
            for model in _models()
            for field in model._meta.concrete_fields
            if field.name in CONTACTS
            for value in model._base_manager.values_list(field.name, flat=True)
            if value and len(str(value)) >= LEAST
        }


def _names(value: str) -> bool:
    return len(value) >= LEAST and bool(re.search(r"\d", value)) and "/" not in value and " " not in value


def _models() -> list[type[models.Model]]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT tablename FROM pg_tables WHERE schemaname = %s", [connection.schema_name])
        tables = {name for (name,) in cursor.fetchall()}
    return [
        model
        for model in apps.get_models(include_auto_created=True)
        if model._meta.db_table in tables and model._meta.app_label not in MACHINERY and not model._meta.proxy
    ]


def _texts(model: type[models.Model]) -> list[models.Field[Any, Any]]:
    return [
        field
        for field in model._meta.local_concrete_fields
        if isinstance(field, (models.CharField, models.TextField))
        and not isinstance(field, (models.EmailField, models.SlugField, models.URLField, models.FileField))
        and not field.choices
        and not field.primary_key
        and field.name not in COMPUTED
    ]


def _write(model: type[models.Model], field: models.Field[Any, Any], pk: Any, text: str) -> bool:
    """Past the model, which may refuse a change; False where it does not fit or the table refuses it."""
    if field.max_length and len(text) > field.max_length:
        return False
    names = (model._meta.db_table, field.column, model._meta.pk.column)
    statement = sql.SQL("UPDATE {} SET {} = %s WHERE {} = %s").format(*map(sql.Identifier, names))
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement, [text, pk])
            return bool(cursor.rowcount)
    except DatabaseError:
        return False
