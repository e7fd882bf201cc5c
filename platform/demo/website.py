"""The demo's website: what a hub and an NGO would write, in three languages, with files to take along."""

import datetime
from typing import Any

from django.core.files.base import ContentFile
from django.utils import timezone
from wagtail.documents import get_document_model

from core.languages import ORDER
from core.pdf import compile_pdf
from core.text import fold
from courses.models import ModulePage
from courses.sample.writing import in_language
from demo.figures import NGOS
from demo.figures.ngos import CITY_REGIONS, HOMES
from demo.texts import read
from pages.models import (
    ArticlePage,
    CalendarPage,
    CharterPage,
    HomePage,
    LibraryPage,
    NewsIndexPage,
    NewsPage,
    ProjectIndexPage,
    ProjectPage,
    ResourcePage,
    Signature,
)

Content = dict[str, Any]
KINDS: dict[str, tuple[type[Any], type[Any] | None]] = {
    "article": (ArticlePage, None),
    "directory": (ArticlePage, None),
    "projects": (ProjectIndexPage, ProjectPage),
    "news": (NewsIndexPage, NewsPage),
    "calendar": (CalendarPage, None),
    "library": (LibraryPage, ResourcePage),
    "charter": (CharterPage, None),
}
WRITTEN = ("kind", "code", "licence", "author", "readers", "sectors", "exploitation", "poles", "in_network")
DAYS = ("day", "published_on", "starts_on", "ends_on")


def add_website(kind: str) -> None:
    """The pages of a `hub` or an `ngo`, unless there are any."""
    home = HomePage.objects.get()
    if CalendarPage.objects.exists():
        return
    for content in read("website")[kind]:
        index, below = KINDS[content["type"]]
        page = _plant(home, index, content)
        if below:
            for part in content.get("below", []):
                _plant(page, below, part)
    if kind == "ngo":
        _open_a_module()


def _open_a_module() -> None:
    """The first module of the course is followed by everybody, without an account."""
    module = ModulePage.objects.live().order_by("path").first()
    if module:
        module.is_open = True
        module.save_revision().publish()


def _plant(parent: Any, model: type[Any], content: Content) -> Any:
    page = model(slug=content["slug"], show_in_menus=content.get("menu", False))
    for name in WRITTEN:
        if name in content:
            setattr(page, name, content[name])
    for name in DAYS:
        if name in content:
            setattr(page, name, datetime.date.fromisoformat(content[name]))
    blocks = [_dated(block) for block in _blocks(content)]
    for code in ORDER:
        page_texts = {"heading": content["heading"][code], "summary": content["summary"][code], "ready": True}
        for name, value in page_texts.items():
            setattr(page, f"{name}_{code}", value)
        setattr(page, f"body_{code}", in_language(blocks, code))
    parent.add_child(instance=page)
    if "lines" in content:
        _add_files(page, content)
    page.save_revision().publish()
    if isinstance(page, CharterPage):
        _sign(page)
    return page


def _sign(charter: CharterPage) -> None:
    """The six NGOs, by the addresses of their directory; one is not named, and the last waits to be read."""
    version, now = charter.versions.get(), timezone.now()
    for place, ngo in enumerate(NGOS):
        Signature.objects.create(
            version=version, organisation=ngo.name_fr, name_key=fold(ngo.name_fr), email=_address(ngo), signed_at=now,
            accepted_at=now if place < len(NGOS) - 1 else None, is_unnamed=place == 1,
        )  # fmt: skip


def _address(ngo: Any) -> str:
    return f"contact@{ngo.schema.removeprefix('save_')}.example"


def _blocks(content: Content) -> list[Content]:
    if content.get("type") == "directory":
        return [*content["before"], *_partners(), *content["after"]]
    return content["blocks"]


def _partners() -> list[Content]:
    """The six NGOs, each with the address of a role."""
    return [
        {
            "type": "organisation",
            "value": {
                "name": {"fr": ngo.name_fr, "ar": ngo.name_ar, "en": ngo.name_en},
                "text": dict.fromkeys(ORDER, ""),
                "email": _address(ngo),
                "site": "",
                "region": CITY_REGIONS[HOMES[ngo.schema].city],
            },
        }
        for ngo in NGOS
    ]


def _dated(block: Content) -> Content:
    """Days of meetings are told from today, as `+40` or `-60`: the demo always has some to come and one past."""
    if block["type"] != "meeting":
        return block
    today = timezone.localdate()
    days = {name: str(today + datetime.timedelta(days=int(block["value"][name]))) for name in ("starts_on", "ends_on")}
    return block | {"value": block["value"] | days}


def _add_files(page: Any, content: Content) -> None:
    """A sheet in each language, made by the same compiler as our other papers."""
    for place, code in enumerate(ORDER):
        title = content["heading"][code]
        data = {"language": code, "title": title, "lines": content["lines"][code]}
        file = ContentFile(compile_pdf("leaflet", data), name=f"{content['slug']}-{code}.pdf")
        document = get_document_model().objects.create(title=title, file=file)
        page.files.add(page.files.model(document=document, language=code, sort_order=place))
    page.save()
