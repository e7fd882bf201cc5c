"""A tenant as a folder that anybody can read: `records.xlsx`, `pages/`, `media/`."""

import json
from pathlib import Path

from django.core.serializers.json import DjangoJSONEncoder
from django.test import Client  # the pages as readers get them, through every middleware, without a server
from django_tenants.utils import tenant_context
from wagtail.models import Page

from core.reading_out import READING_OUT
from core.storage import tenant_storage
from sessions.records.exporting import write_records
from tenants.models import Tenant

COPIES = "copies"  # the folder of `pages.leaving`'s files


def export_tenant(tenant: Tenant, folder: Path) -> int:
    """Write everything; the number of files. Raises FileExistsError where the folder holds anything."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    if any(folder.iterdir()):
        raise FileExistsError(folder)
    with tenant_context(tenant):
        write_records(folder / "records.xlsx")
        _write_pages(tenant, folder / "pages")
        for name in tenant_storage.walk():
            if name.startswith(f"{COPIES}/"):  # no copy of copies
                continue
            with tenant_storage.open(name) as file:
                _write(folder / "media" / name, file.read())
    return sum(path.is_file() for path in folder.rglob("*"))


def _write_pages(tenant: Tenant, folder: Path) -> None:
    """Each page as JSON with all its languages; what is public also as HTML in each language offered."""
    # Asked for by https: production leads whoever comes without to it, and gives nothing else.
    # No page of it is one of the cache's (a question of the browser keeps it out), whatever state the tenant is in.
    host = tenant.domains.get(is_primary=True).domain
    client = Client(headers={"host": host, "if-none-match": '"copy"'}, **{READING_OUT: True})  # type: ignore[arg-type]
    for page in Page.objects.filter(depth__gt=1).order_by("path").specific():
        place = folder / page.url_path.strip("/")
        data = json.dumps(page.serializable_data(), cls=DjangoJSONEncoder, ensure_ascii=False, indent=1)
        _write(place.with_name(f"{place.name}.json"), data.encode())
        if not page.live:
            continue
        path = page.url_path.strip("/").partition("/")[2]
        for language in tenant.languages:
            with tenant_context(tenant):  # a request leaves another schema behind
                answer = client.get(f"/{language}/{path}/" if path else f"/{language}/", secure=True)
            if answer.status_code == 200:
                _write(place.with_name(f"{place.name}.{language}.html"), answer.content)


def _write(path: Path, data: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data)
