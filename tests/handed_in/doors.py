"""Every door a file comes in by: what is said to who hands it in, and what is written."""

from collections.abc import Callable
from io import BytesIO, StringIO
from pathlib import Path
from typing import Any

from django.apps import apps
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import CommandError, call_command

from courses.models import ModulePage
from courses.packing.bundle import BundleError, open_bundle
from tests.support.clients import TenantClient
from tests.support.sessions import a_slot

# What a page that refuses may write: who is signed in.
NOT_COUNTED = ("sessions.session",)


class Room:
    """An NGO with somebody signed in, a module and a half-day, to which doors lead."""

    def __init__(self, client: TenantClient, folder: Path) -> None:
        self.client, self.folder = client, folder

    def prepare(self) -> None:
        """Make what the doors need and open each once, so that nothing is made by looking."""
        self.module = ModulePage.objects.get()
        self.slot = a_slot()
        for path in ("/en/sessions/lists/", "/en/certificates/letterhead/", self.paper, self.translation):
            assert self.client.get(path).status_code == 200, path

    @property
    def paper(self) -> str:
        return f"/en/sessions/{self.slot.session.uuid}/{self.slot.number}/paper/"

    @property
    def translation(self) -> str:
        return f"/admin/translations/modules/{self.module.pk}/ar/import/"

    def post(self, path: str, **data: Any) -> Any:
        """The page that answers, which must not be another one."""
        response = self.client.post(path, data, headers={"Accept-Language": "en"})
        assert response.status_code in (200, 422), response.status_code
        return response.context


def by_list(room: Room, name: str, data: bytes) -> list[str]:
    errors = room.post("/en/sessions/lists/", file=SimpleUploadedFile(name, data))["form"].errors
    return [text for found in errors.values() for text in found]


def by_pasting(room: Room, name: str, data: bytes) -> list[str]:
    errors = room.post("/en/sessions/lists/", text=data.decode("latin-1"))["form"].errors
    return [text for found in errors.values() for text in found]


def by_records(room: Room, name: str, data: bytes) -> list[str]:
    path = room.folder / name
    path.write_bytes(data)
    said = StringIO()
    try:
        call_command("import_records", "own_ngo", str(path), stderr=said)
    except CommandError as error:
        return said.getvalue().splitlines() or [str(error)]
    return []


def by_translation(room: Room, name: str, data: bytes) -> list[str]:
    context = room.post(room.translation, file=SimpleUploadedFile(name, data))
    return [problem.why for problem in context["review"].problems]


def by_paper(room: Room, name: str, data: bytes) -> list[str]:
    errors = room.post(room.paper, pictures=SimpleUploadedFile(name, data))["form"].errors
    return [text for found in errors.values() for text in found]


def by_logo(room: Room, name: str, data: bytes) -> list[str]:
    errors = room.post("/en/certificates/letterhead/", logo=SimpleUploadedFile(name, data))["form"].errors
    return [text for found in errors.values() for text in found]


def by_bundle(room: Room, name: str, data: bytes) -> list[str]:
    try:
        open_bundle(BytesIO(data))
    except BundleError as error:
        return [str(error)]
    return []


DOORS: dict[str, Callable[[Room, str, bytes], list[str]]] = {
    "list": by_list, "records": by_records, "translation": by_translation, "paper": by_paper, "logo": by_logo,
    "bundle": by_bundle, "pasted": by_pasting,
}  # fmt: skip


def written() -> dict[str, int]:
    """Rows of every table of the active tenant."""
    return {
        model._meta.label_lower: model._base_manager.count()
        for model in apps.get_models()
        if model._meta.managed and model._meta.label_lower not in NOT_COUNTED
    }
