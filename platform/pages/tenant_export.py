"""A tenant as a folder that anybody can read: `records.xlsx`, `pages/`, `media/`."""

import json
from collections.abc import Iterator
from pathlib import Path

from django.core.files.storage import default_storage
from django.core.serializers.json import DjangoJSONEncoder
from django.test import Client  # the pages as readers get them, through every middleware, without a server
from django_tenants.utils import tenant_context
from wagtail.models import Page

from sessions.records.exporting import write_records
from tenants.models import Tenant


def export_tenant(tenant: Tenant, folder: Path) -> int:
    """Write everything; the number of files. Raises FileExistsError where the folder holds anything."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    if any(folder.iterdir()):
        raise FileExistsError(folder)
    with tenant_context(tenant):
        write_records(folder / "records.xlsx")
        _write_pages(tenant, folder / "pages")
        for name in _files(""):
            _write(folder / "media" / name, default_storage.open(name).read())
    return sum(path.is_file() for path in folder.rglob("*"))


def _write_pages(tenant: Tenant, folder: Path) -> None:
    """Each page as JSON with all its languages; what is public also as HTML in each language offered."""
    # Asked for by https: production leads whoever comes without to it, and gives nothing else.
    client = Client(headers={"host": tenant.domains.get(is_primary=True).domain})
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


def _files(folder: str) -> Iterator[str]:
    if not default_storage.exists(folder):
        return
    folders, files = default_storage.listdir(folder)
    yield from (f"{folder}/{name}".lstrip("/") for name in files)
    for name in folders:
        yield from _files(f"{folder}/{name}".lstrip("/"))
