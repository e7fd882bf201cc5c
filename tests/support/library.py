"""The network library: publishing, and a heading that changes."""

from courses.packing import TextChange
from network.models import LibraryOffer


def publish(editor, module, note="Nouveau"):
    response = editor.post(f"/admin/library/publish/{module.pk}/", {"note": note})
    return response, LibraryOffer.objects.filter(source="hub").order_by("-version").first()


def heading(value, module, language="fr"):
    return TextChange(str(module.translation_key), "heading", language, value)
