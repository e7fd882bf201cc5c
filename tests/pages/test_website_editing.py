"""The website's pages in the editor: each kind opens, what is ticked and written there is kept."""

import pytest
from django.core.files.base import ContentFile
from wagtail.documents import get_document_model
from wagtail.test.utils.form_data import inline_formset, nested_form_data, rich_text, streamfield

from accounts.roles import Role
from core.languages import ORDER
from pages.models import HomePage, LibraryPage, NewsIndexPage, ProjectIndexPage, ResourcePage

KINDS = [
    ("newsindexpage", None), ("newspage", NewsIndexPage), ("projectindexpage", None), ("projectpage", ProjectIndexPage),
    ("calendarpage", None), ("librarypage", None), ("resourcepage", LibraryPage), ("articlepage", None),
]  # fmt: skip


@pytest.fixture
def editor(own_ngo, sign_in):
    return sign_in(own_ngo, Role.COORDINATOR)


def parent_of(model):
    home = HomePage.objects.get()
    return home.add_child(instance=model(slug="liste", heading_fr="Liste", ready_fr=True)) if model else home


@pytest.mark.parametrize(("kind", "above"), KINDS, ids=[kind for kind, _above in KINDS])
def test_each_kind_opens_in_the_editor(editor, kind, above):
    html = editor.get(f"/admin/pages/add/pages/{kind}/{parent_of(above).pk}/").content.decode()
    assert 'name="heading_fr"' in html
    assert 'name="show_in_menus"' in html


def form(**fields):
    """What the form of a file of the library sends."""
    texts = {f"{name}_{code}": "" for name in ("heading", "seo_heading", "summary") for code in ORDER}
    bodies = {f"body_{code}": streamfield([]) for code in ORDER}
    chosen = {name: fields.pop(name) for name in ("readers", "sectors") if name in fields}  # several of one name
    return nested_form_data(texts | bodies | {"slug": "", "comments": inline_formset([])} | fields) | chosen


def test_a_file_of_the_library_is_written_and_published(editor):
    file = get_document_model().objects.create(title="Guide", file=ContentFile(b"x", name="guide.txt"))
    sent = form(
        heading_fr="Guide", ready_fr="on", kind="guide", published_on="2026-06-01", licence="cc-by",
        readers=["public", "young"], sectors=["farming"],
        body_fr=streamfield([("question", {"question": "Qui ?", "answer": rich_text("<p>Nous.</p>")})]),
        files=inline_formset([{"document": file.pk, "language": "fr", "ORDER": "1"}]),
    )  # fmt: skip
    sent["action-publish"] = "1"
    library = parent_of(LibraryPage)
    response = editor.post(f"/admin/pages/add/pages/resourcepage/{library.pk}/", sent)
    page = ResourcePage.objects.get()
    assert (response.status_code, page.live) == (302, True)
    assert (page.readers, page.sectors, page.exploitation) == (["public", "young"], ["farming"], [])
    assert [(one.document_id, one.language) for one in page.files.all()] == [(file.pk, "fr")]
    assert page.body_fr[0].value["question"] == "Qui ?"


def test_a_code_of_no_list_is_refused_at_its_field(editor):
    sent = form(heading_fr="Guide", kind="guide", published_on="2026-06-01", licence="cc-by", sectors=["nonsense"],
                files=inline_formset([]))  # fmt: skip
    response = editor.post(f"/admin/pages/add/pages/resourcepage/{parent_of(LibraryPage).pk}/", sent)
    assert response.status_code == 200
    assert "sectors" in response.context["form"].errors
    assert not ResourcePage.objects.exists()
