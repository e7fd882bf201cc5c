"""Strips a tenant's stored files, and updates what knows them by their digests: rows, bundles, adoptions."""

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import partial
from io import BytesIO

from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.db import transaction

from certificates.models import Letterhead
from config.stripping.rows import follow
from core.metadata.errors import UnreadableError
from core.metadata.lossless import strip_lossless
from core.metadata.png import strip_png
from core.storage import RENDITIONS, strip_file, suffix_of, tenant_storage, with_suffix
from courses.models import Adoption
from courses.packing.bundle import BundleError, read_label, repack
from courses.packing.nodes import Node
from network.models import LibraryOffer
from tenants.connection import connection
from tenants.models import Tenant

LIBRARY = "library/"


@dataclass
class Report:
    """What became of one tenant's files. `broken`: name -> why; `renamed`: former portable name -> the one now."""

    schema: str
    files: int = 0
    changed: int = 0
    broken: dict[str, str] = field(default_factory=dict)
    renamed: dict[str, str] = field(default_factory=dict)


def strip_all(tenants: Sequence[Tenant]) -> list[Report]:
    """Every tenant's files, then every adoption: it knows files by digests that other tenants' bundles may hold."""
    reports = []
    for tenant in tenants:
        with tenant:
            reports.append(_strip_files(tenant))
    in_library = _renamed_in_library()
    for tenant, report in zip(tenants, reports, strict=True):
        with tenant:
            _rename_adoptions(in_library | report.renamed)
    return reports


def strip_tenant(tenant: Tenant) -> Report:
    """The files of one tenant, which becomes the active one."""
    return strip_all([tenant])[0]


def _strip_files(tenant: Tenant) -> Report:
    report = Report(tenant.schema_name)
    for name in list(tenant_storage.walk()):
        if name.startswith(LIBRARY):
            _tell(report, name, _repack)
        else:
            _tell(report, name, lambda one: _strip(one, report.renamed))
    for kind in ("logo", "stamp"):
        for letterhead in Letterhead.objects.exclude(**{kind: b""}).order_by("pk"):
            _tell(report, f"{kind} {letterhead.pk}", partial(_strip_picture, letterhead, kind))
    return report


def _tell(report: Report, name: str, act: Callable[[str], bool]) -> None:
    """One file after the other: a broken one is named and stands in nobody's way."""
    report.files += 1
    try:
        report.changed += act(name)
    except ValidationError as refused:
        report.broken[name] = " ".join(refused.messages)
    except BundleError as refused:
        report.broken[name] = str(refused)
    except UnreadableError:
        report.broken[name] = "It cannot be read."
    except OSError as error:
        report.broken[name] = str(error.strerror)


def _strip(name: str, renamed: dict[str, str]) -> bool:
    with tenant_storage.open(name) as file:
        old = file.read()
    if name.startswith(RENDITIONS):
        new, after = strip_lossless(old), name
    else:
        bare = strip_file(ContentFile(old), name)
        new, after = bare.read(), with_suffix(name, suffix_of(str(bare.name)))
    if after != name:  # another kind now: the former file stays until no row names it
        after = tenant_storage.save_unchanged(after, ContentFile(new))
    elif new != old:
        tenant_storage.replace(name, new)
    with transaction.atomic():
        renamed |= follow(name, after, old, new)
    if after != name:
        tenant_storage.delete(name)
    return new != old


def _strip_picture(letterhead: Letterhead, kind: str, _name: str) -> bool:
    old = bytes(getattr(letterhead, kind))
    new = strip_png(old)
    if new != old:
        Letterhead.objects.filter(pk=letterhead.pk).update(**{kind: new})
    return new != old


def _repack(name: str) -> bool:
    """A packed module of the library: its media, its digest, and the offer's."""
    with tenant_storage.open(name) as handle:
        label = read_label(handle)
        into = BytesIO()
        if not label.is_bare:
            repack(handle, into)
    if not label.is_bare:
        tenant_storage.replace(name, into.getvalue())
        label = read_label(into)
    offers = LibraryOffer.objects.filter(source=connection.schema_name, bundle=name)
    offers.exclude(digest=label.digest).update(digest=label.digest)
    return bool(into.getvalue())


def _renamed_in_library() -> dict[str, str]:
    """What the bundles of all tenants say their files were called before."""
    renamed: dict[str, str] = {}
    for offer in LibraryOffer.objects.order_by("pk"):
        try:
            with Tenant.objects.get(schema_name=offer.source), tenant_storage.open(offer.bundle) as handle:
                renamed |= read_label(handle).renamed
        except (Tenant.DoesNotExist, BundleError, OSError):
            continue  # it is named where its tenant's files are gone through
    return renamed


def _rename_adoptions(renamed: dict[str, str]) -> None:
    """What a module was last brought in line with: no update is there because a file was stripped."""
    for adoption in Adoption.objects.order_by("pk"):
        written = json.dumps(adoption.base)
        names = {old: new for old, new in renamed.items() if old in written}
        if names:
            base = Node.from_json(adoption.base).renamed(names).to_json()
            Adoption.objects.filter(pk=adoption.pk).update(base=base)  # nobody has brought it in line
