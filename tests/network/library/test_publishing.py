"""The network library: the hub publishes, titles and facts alone in public."""

import pytest
from django.core.files.storage import default_storage
from django.db import connection
from django.utils.translation import gettext

from tests.support.library import publish
from tests.support.modules import make_module

pytestmark = pytest.mark.usefixtures("own_files")


def test_publishing_keeps_titles_and_facts_alone_in_public(shelved, source, hub):
    assert (shelved.source, shelved.key, shelved.version, shelved.state) == (
        "hub",
        source.translation_key,
        1,
        "published",
    )
    assert shelved.headings == {"fr": "Écouter fr", "ar": "Écouter ar", "en": "Écouter en"}
    assert shelved.facts == {
        "phase": "identification", "level": "", "audience": "", "jurisdiction": "", "minutes": 15, "lessons": 1,
        "exercises": 1, "languages": ["fr", "ar"],
    }  # fmt: skip
    with hub:
        assert default_storage.exists(shelved.bundle)
    assert not default_storage.exists(shelved.bundle)  # in our own files
    with connection.cursor() as cursor:
        cursor.execute("SELECT row_to_json(t)::text FROM public.network_libraryoffer t")
        assert "On écoute" not in str(cursor.fetchall())


def test_an_unchanged_module_is_refused(editor, shelved, source):
    response, newest = publish(editor, source)
    said = gettext("Nothing has changed since the last version. Publish your changes first.")
    assert response.context["form"].non_field_errors() == [said]
    assert newest.version == 1


def test_a_changed_module_is_the_next_version(editor, shelved, source, hub):
    with hub:
        source.heading_fr = "Entendre"
        source.save()
    assert publish(editor, source)[1].version == 2


def test_a_draft_is_not_published(editor, hub, own_ngo):
    with hub:
        module = make_module()
        module.unpublish()
    response, offer = publish(editor, module)
    assert (response.status_code, offer, len(response.context["form"].errors)) == (200, None, 1)


def test_withdrawing_asks_once_and_can_be_undone(editor, trainer, shelved):
    path = f"/admin/library/kept/{shelved.uuid}/"
    assert editor.get(f"{path}withdraw/").status_code == 200
    assert len(trainer.get("/admin/library/").context["entries"]) == 1
    editor.post(f"{path}withdraw/")
    assert trainer.get("/admin/library/").context["entries"] == []
    assert trainer.get(f"/admin/library/modules/{shelved.uuid}/").status_code == 404
    editor.post(f"{path}bring-back/")
    assert len(trainer.get("/admin/library/").context["entries"]) == 1


def test_a_bundle_is_not_served(editor, shelved):
    assert editor.get(f"/media/{shelved.bundle}").status_code == 404
