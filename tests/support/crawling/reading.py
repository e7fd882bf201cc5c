"""What an answer says: headers, text, and the texts inside files."""

import io
import re
import zipfile
from html import unescape
from urllib.parse import unquote

import pypdfium2
from django.http import HttpResponse

FILES = {"application/pdf": "pdf", "application/zip": "zip",
         "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": "xlsx"}  # fmt: skip
LINK = re.compile(r"""(?:href|src|data-url|hx-get)=["']([^"'#]+)""")
FORM = re.compile(r"<form\b([^>]*)>(.*?)</form>", re.DOTALL)
ATTRIBUTE = re.compile(r"""([\w-]+)=["']([^"']*)""")
FIELD = re.compile(r"<(?:input|select|textarea)\b([^>]*)")


def kind_of(answer: HttpResponse) -> str:
    """`page`, or what kind of file."""
    kind = answer.headers.get("Content-Type", "").partition(";")[0]
    return "page" if kind in ("text/html", "") else FILES.get(kind, kind.rpartition("/")[2])


def content_of(answer: HttpResponse) -> bytes:
    """All of it, of a stream too."""
    return b"".join(answer.streaming_content) if answer.streaming else answer.content


def texts_of(answer: HttpResponse, content: bytes) -> list[str]:
    """Headers and body, with addresses and HTML also as they are meant; of a file what stands in it."""
    headers = "\n".join(f"{name}: {value}" for name, value in answer.items())
    texts = [headers, unquote(headers), *(morsel.OutputString() for morsel in answer.cookies.values())]
    kind = kind_of(answer)
    if kind == "pdf":
        return [*texts, content.decode("latin-1"), _of_pdf(content)]
    if kind in ("zip", "xlsx") or content.startswith(b"PK\x03\x04"):
        return [*texts, *_of_zip(content)]
    text = content.decode("utf-8", errors="replace")
    return [*texts, text, unescape(unquote(text)) if "%" in text or "&" in text else ""]


def links_of(text: str) -> tuple[list[str], list[tuple[str, list[str]]]]:
    """Addresses that a page leads to; and its forms that are sent by GET: where to, and the names of their fields."""
    links = [unescape(link) for link in LINK.findall(text)]
    forms = []
    for head, body in FORM.findall(text):
        attributes = dict(ATTRIBUTE.findall(head))
        if attributes.get("method", "get").lower() != "get":
            continue
        fields = (dict(ATTRIBUTE.findall(field)) for field in FIELD.findall(body))
        forms.append((unescape(attributes.get("action", "")), [one["name"] for one in fields if one.get("name")]))
    return links, forms


def _of_pdf(content: bytes) -> str:
    try:
        with pypdfium2.PdfDocument(content) as document:
            pages = [page.get_textpage().get_text_range() for page in document]
            return "\n".join([*pages, *document.get_metadata_dict().values()])
    except pypdfium2.PdfiumError:
        return ""


def _of_zip(content: bytes) -> list[str]:
    """The members of an archive, of an archive inside too; what only bears such a name is read as it is."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            members = {name: archive.read(name) for name in archive.namelist()}
    except zipfile.BadZipFile:
        return [content.decode("utf-8", errors="replace")]
    texts = list(members)
    for inside in members.values():
        texts += _of_zip(inside) if inside.startswith(b"PK\x03\x04") else [inside.decode("utf-8", errors="replace")]
    return texts
