"""A packed module as one file: a zip of `manifest.json` (the tree, its digest, the list of media) and the media.

Media are packed without position, maker and author (`core.storage`). What was packed before that was so is packed anew
as it is opened; `renamed` says what its files were called then, for who has a module from it knows them by those names.
"""

import hashlib
import json
import re
import tempfile
import weakref
import zipfile
from collections.abc import Callable, Iterable
from dataclasses import asdict, dataclass, field
from pathlib import PurePosixPath
from typing import IO, Any

from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.confinement import ConfinementError, Died, Limits, Refused, run_confined
from core.storage import strip_file
from courses.models import ModulePage
from courses.packing.kinds import KINDS, PACKED
from courses.packing.nodes import BODY, Node
from courses.packing.reading import read_module
from courses.packing.references import FILES, models_by_name, names_in
from courses.packing.writing import known_ids

FORMAT = 1
MANIFEST = "manifest.json"
MANIFEST_BYTES = 20_000_000
MEDIA_BYTES = 1_000_000_000
MEDIUM_BYTES = 50_000_000  # of one file; what writers may upload is less
LIMITS = Limits(processor=40, seconds=60)
SENTENCES = {
    "foreign": gettext_lazy("This file is not a packed module."),
    "large": gettext_lazy("The packed module is too large."),
    "damaged": gettext_lazy("A file of the packed module is missing or damaged."),
}
_UUID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")
# What is kept of a picture, a document or a medium beside its file.
FACTS = {
    "image": ("title", "description", "focal_point_x", "focal_point_y", "focal_point_width", "focal_point_height"),
    "document": ("title",),
    "media": ("title", "type", "duration", "width", "height"),
}


class BundleError(Exception):
    """The file is no packed module of ours, or it is damaged; the message tells the reader."""


@dataclass(frozen=True)
class Medium:
    """One file of a module: its portable name, the SHA-256 of its content, what is known about it."""

    name: str
    sha256: str
    size: int
    file_name: str
    facts: dict[str, Any]


@dataclass(frozen=True)
class Bundle:
    """An opened packed module, checked."""

    tree: Node
    media: dict[str, Medium]
    archive: zipfile.ZipFile
    renamed: dict[str, str] = field(default_factory=dict)

    def read(self, medium: Medium) -> bytes:
        """The content of a file. Raises BundleError where it is not what was packed."""
        try:
            content = self.archive.read(f"media/{medium.sha256}")
        except (KeyError, zipfile.BadZipFile, OSError) as error:
            raise BundleError(_("A file of the packed module is missing or damaged.")) from error
        name = medium.name.partition(":")[2]
        known = hashlib.sha1(content, usedforsecurity=False).hexdigest()  # how Wagtail names contents
        if hashlib.sha256(content).hexdigest() != medium.sha256 or known != name:
            raise BundleError(_("A file of the packed module is missing or damaged."))
        return content


def pack_module(module: ModulePage, into: IO[bytes]) -> Node:
    """Write the published module with its media as a zip; returns its tree. Raises BundleError."""
    tree = read_module(module, draft=False)
    things = _files(tree)
    media = [(_medium_of(name, thing), _opener(thing)) for name, thing in sorted(things.items())]
    return _pack(tree, media, into)


def repack(handle: IO[bytes], into: IO[bytes]) -> None:
    """Write a packed module anew, its media stripped. Raises BundleError."""
    _repack(_checked(handle)[0], into)


def _repack(bundle: Bundle, into: IO[bytes]) -> None:
    _pack(bundle.tree, [(medium, _reader(bundle, medium)) for _name, medium in sorted(bundle.media.items())], into)


def _pack(tree: Node, media: Iterable[tuple[Medium, Callable[[], bytes]]], into: IO[bytes]) -> Node:
    renamed: dict[str, str] = {}
    with zipfile.ZipFile(into, "w", zipfile.ZIP_DEFLATED) as archive:
        packed = {}
        for medium, read in media:
            bare = _pack_file(archive, medium, read())
            packed[bare.name] = bare
            if bare.name != medium.name:
                renamed[medium.name] = bare.name
        tree = tree.renamed(renamed)
        manifest = {
            "format": FORMAT,
            "digest": tree.digest(),
            "tree": tree.to_json(),
            "media": [asdict(medium) for medium in packed.values()],
            "renamed": renamed,
        }
        archive.writestr(MANIFEST, json.dumps(manifest, ensure_ascii=False))
    return tree


def names_of(tree: Node) -> set[str]:
    """The portable names that the texts of a tree hold."""
    bodies = (body for node in tree.walk() for body in node.texts.get(BODY, {}).values())
    return {name for body in bodies for name in names_in(body)}


def _files(tree: Node) -> dict[str, Any]:
    names = [name for name in names_of(tree) if name.partition(":")[0] in FILES]
    ids = known_ids(names)
    models = models_by_name()
    rows = {sort: models[sort].objects.in_bulk() for sort in {name.partition(":")[0] for name in ids}}
    return {name: rows[name.partition(":")[0]][ids[name]] for name in names if name in ids}


def _medium_of(name: str, thing: Any) -> Medium:
    facts = {fact: getattr(thing, fact) for fact in FACTS[name.partition(":")[0]]}
    return Medium(name, "", 0, PurePosixPath(thing.file.name).name, facts)


def _opener(thing: Any) -> Callable[[], bytes]:
    def read() -> bytes:
        with thing.file.open("rb") as handle:
            return bytes(handle.read())

    return read


def _reader(bundle: Bundle, medium: Medium) -> Callable[[], bytes]:
    return lambda: bundle.read(medium)


def _pack_file(archive: zipfile.ZipFile, medium: Medium, content: bytes) -> Medium:
    try:
        bare = strip_file(ContentFile(content), medium.file_name)
    except ValidationError as refused:
        why = _("The file %(name)s cannot be packed: %(why)s")
        raise BundleError(why % {"name": medium.file_name, "why": " ".join(refused.messages)}) from refused
    content = bare.read()
    digest = hashlib.sha256(content).hexdigest()
    if f"media/{digest}" not in archive.namelist():
        archive.writestr(f"media/{digest}", content, zipfile.ZIP_STORED)
    name = f"{medium.name.partition(':')[0]}:{hashlib.sha1(content, usedforsecurity=False).hexdigest()}"
    return Medium(name, digest, len(content), str(bare.name), medium.facts)


@dataclass(frozen=True)
class Label:
    """What a packed module says of itself: the digest of its tree, whether its media are stripped, and what those that
    were packed otherwise before were called."""

    digest: str
    is_bare: bool
    renamed: dict[str, str]


def read_label(handle: IO[bytes]) -> Label:
    """The label alone, quickly: nothing is checked. Raises BundleError."""
    manifest = _manifest(_opened(handle))
    return Label(str(manifest.get("digest")), "renamed" in manifest, dict(manifest.get("renamed") or {}))


def open_bundle(handle: IO[bytes]) -> Bundle:
    """A packed module, checked before anything is written, its media without position, maker and author.

    Raises BundleError.
    """
    bundle, bare = _checked(handle)
    if bare:
        return bundle
    anew = tempfile.TemporaryFile()  # noqa: SIM115  closed when nobody reads the module any more
    _repack(bundle, anew)
    anew.seek(0)
    packed_anew = _checked(anew)[0]
    weakref.finalize(packed_anew, anew.close)
    return packed_anew


def _opened(handle: IO[bytes]) -> zipfile.ZipFile:
    try:
        return zipfile.ZipFile(handle)
    except (zipfile.BadZipFile, ValueError, OSError) as error:
        raise BundleError(_("This file is not a packed module.")) from error


def _manifest(archive: zipfile.ZipFile) -> dict[str, Any]:
    try:
        if archive.getinfo(MANIFEST).file_size > MANIFEST_BYTES:
            raise BundleError(_("This file is not a packed module."))
        manifest = json.loads(archive.read(MANIFEST))
    except (zipfile.BadZipFile, KeyError, ValueError, OSError) as error:
        raise BundleError(_("This file is not a packed module.")) from error
    if not isinstance(manifest, dict):
        raise BundleError(_("This file is not a packed module."))
    return manifest


def _checked(handle: IO[bytes]) -> tuple[Bundle, bool]:
    """The packed module and whether its media are stripped."""
    found = _examined(handle)
    try:
        manifest = found["manifest"]
        tree = Node.from_json(manifest["tree"])
        media = {entry["name"]: Medium(**entry) for entry in manifest["media"]}
        version, digest = manifest["format"], manifest["digest"]
        renamed = {str(old): str(new) for old, new in manifest.get("renamed", {}).items()}
        archive = zipfile.ZipFile(handle)
    except (zipfile.BadZipFile, LookupError, TypeError, ValueError, AttributeError, OSError, RecursionError) as error:
        raise BundleError(_("This file is not a packed module.")) from error
    if version != FORMAT:
        raise BundleError(_("This module was packed by another version of the platform."))
    if digest != tree.digest() or not _is_sound(tree):
        raise BundleError(_("The packed module is damaged."))
    bundle = Bundle(tree, media, archive, renamed)
    _check_media(bundle, found["media"])
    return bundle, "renamed" in manifest


def _examined(handle: IO[bytes]) -> dict[str, Any]:
    """What `courses.archives.check_bundle` finds."""
    try:
        found = run_confined(
            "courses.archives:check_bundle", handle, limits=LIMITS, manifest=MANIFEST,
            most_manifest=MANIFEST_BYTES, most_media=MEDIA_BYTES, largest=MEDIUM_BYTES,
        )  # fmt: skip
    except Refused as error:
        raise BundleError(str(SENTENCES[error.code])) from error
    except Died as error:
        raise BundleError(str(SENTENCES["foreign"])) from error
    except ConfinementError as error:
        raise BundleError(str(error)) from error
    return found.value


def _is_sound(tree: Node) -> bool:
    nodes = list(tree.walk())
    return (
        tree.kind == "module"
        and all(node.kind in PACKED and _UUID.fullmatch(node.id) for node in nodes)
        and len({node.id for node in nodes}) == len(nodes)
        and all(set(node.texts) <= set(KINDS[node.kind].texts) for node in nodes)
    )


def _check_media(bundle: Bundle, there: dict[str, Any]) -> None:
    """`there`: SHA-256 -> size and SHA-1 of what the archive holds, before the first row is written."""
    for medium in bundle.media.values():
        sort, _colon, name = medium.name.partition(":")
        if sort not in FILES or set(medium.facts) - set(FACTS[sort]):
            raise BundleError(_("The packed module is damaged."))
        if there.get(medium.sha256) != {"size": medium.size, "sha1": name}:
            raise BundleError(_("A file of the packed module is missing or damaged."))
    wanted = {name for name in names_of(bundle.tree) if name.partition(":")[0] in FILES}
    if wanted - set(bundle.media):
        raise BundleError(_("A file of the packed module is missing or damaged."))
