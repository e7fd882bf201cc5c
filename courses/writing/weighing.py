"""What a lesson weighs on a phone while it is written, by language: its page as it is sent, with its pictures; apart,
the recordings, which nobody loads unasked."""

import json
import zlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext as _
from wagtail.images import get_image_model
from wagtailmedia.models import get_media_model

from core.languages import ORDER
from courses.models import LessonPage
from courses.offline import LARGEST_PICTURE
from courses.packing.reading import raw_bodies

FRAME = 5_000  # bytes of a page beside its text, compressed
QUESTION = 400  # bytes of the card of an exercise
PICTURE = "width-800|format-webp|preserve-svg"  # as templates/blocks/image.html asks for it
HEAVY = 150_000  # a lesson of this size takes half a minute on a slow line


@dataclass(frozen=True)
class Weight:
    """`page`: bytes that every reader loads; `recordings`: bytes of what is played on demand."""

    language: str
    page: int
    recordings: int

    @property
    def words(self) -> str:
        said = _("%(size)s on a phone") % {"size": filesizeformat(self.page)}
        if self.recordings:
            said += " · " + _("%(size)s to play") % {"size": filesizeformat(self.recordings)}
        return said

    @property
    def is_heavy(self) -> bool:
        return self.page > HEAVY


def weigh(lesson: LessonPage) -> list[Weight]:
    """The weight of a draft in each language, about: two queries, however many pictures and recordings."""
    bodies = raw_bodies(lesson)
    pictures = _pictures(_chosen(bodies, ("image",), "image"))
    recordings = _recordings(_chosen(bodies, ("audio", "video"), "media"))
    return [_weight(code, bodies[code], pictures, recordings) for code in ORDER]


def _weight(
    code: str, body: list[dict[str, Any]], pictures: Mapping[int, int], recordings: Mapping[int, int]
) -> Weight:
    text = len(zlib.compress(json.dumps([block["value"] for block in body], ensure_ascii=False).encode()))
    page = FRAME + text + sum(QUESTION for block in body if block["type"] == "exercise")
    page += sum(pictures.get(pk, LARGEST_PICTURE) for pk in _chosen({code: body}, ("image",), "image"))
    heard = sum(recordings.get(pk, 0) for pk in _chosen({code: body}, ("audio", "video"), "media"))
    return Weight(code, page, heard)


def _chosen(bodies: Mapping[str, list[dict[str, Any]]], kinds: Iterable[str], name: str) -> set[int]:
    """The ids of what is chosen in blocks of these kinds."""
    found = (block["value"][name] for body in bodies.values() for block in body if block["type"] in kinds)
    return {pk for pk in found if pk}


def _pictures(ids: set[int]) -> dict[int, int]:
    """The bytes of each picture as readers get it; of those never shown yet nothing is known."""
    if not ids:
        return {}
    renditions = get_image_model().renditions.rel.related_model.objects.filter(image__in=ids, filter_spec=PICTURE)
    return {one.image_id: _size_of(one.file) for one in renditions}


def _recordings(ids: set[int]) -> dict[int, int]:
    return {one.pk: _size_of(one.file) for one in get_media_model().objects.filter(pk__in=ids)} if ids else {}


def _size_of(file: Any) -> int:
    try:
        return int(file.size)
    except (OSError, ValueError):  # gone
        return 0
