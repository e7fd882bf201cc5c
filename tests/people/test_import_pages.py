"""Lists of people on their pages: brought, mended, taken in, by whom."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from accounts.roles import Role
from people.imports.actions import apply_import
from people.models import PeopleList, Person
from tests.support.imports import FRENCH, bring, lines_of
from tests.support.places import PLACE
from tests.support.sessions import a_person


def test_the_way_through_the_pages(sign_in, own_ngo, other_ngo):
    client = sign_in(own_ngo, Role.COORDINATOR)
    posted = client.post("/en/sessions/lists/", {"file": SimpleUploadedFile("l.csv", FRENCH.encode("utf-8-sig"))})
    batch = PeopleList.objects.get()
    assert posted.url == f"/en/sessions/lists/{batch.uuid}/"
    page = client.get(posted.url)
    assert (page.context["counts"]["new"], page.context["offered"]) == (1, 1)
    stranger = sign_in(other_ngo, Role.COORDINATOR)
    assert stranger.get(posted.url).status_code == 404
    assert stranger.post(f"{posted.url}import/").status_code == 404
    client.post(f"{posted.url}import/", posted_form(page))
    assert Person.objects.get().category == "police"
    client.post(f"{posted.url}undo/")
    assert Person.objects.count() == 0
    both = client.post("/en/sessions/lists/", {"text": ""})
    assert "one of the two" in both.content.decode()


def posted_form(page):
    """What a browser sends of the form as it stands."""
    form = page.context["form"]
    return {name: form[name].value() for name in form.fields if form[name].value() not in (None, False)}


@pytest.mark.parametrize(
    ("role", "statuses"),
    [(Role.ADMINISTRATOR, (200, 200)), (Role.COORDINATOR, (200, 403)), (Role.TRAINER, (403, 403)),
     (Role.FUNDER, (403, 403))],
)  # fmt: skip
def test_who_brings_and_who_takes_lists(sign_in, own_ngo, role, statuses):
    client = sign_in(own_ngo, role)
    found = (client.get("/fr/sessions/lists/").status_code, client.post("/fr/sessions/lists/export.csv").status_code)
    assert found == statuses


def test_the_pairs_of_an_import_stand_on_a_page_of_their_own(sign_in, own_ngo, other_ngo):
    for name in ("Youssef Alaoui", "Amina Benali", "أمينة بنعلي"):
        a_person(name)
    batch = bring("Nom complet;Tel\nيوسف العلوي;0661203011\n")
    apply_import(batch=batch, place=PLACE, actor=batch.made_by)
    client, pairs = sign_in(own_ngo, Role.COORDINATOR), "/en/people/duplicates/"
    found = [client.get(f"{pairs}{asked}").context["pairs"] for asked in ("", f"?list={batch.uuid}")]
    assert [len(listed) for listed in found] == [2, 1]
    (pair,) = found[1]
    posted = {"one": pair.one.uuid, "other": pair.other.uuid, "verdict": "one", "list": batch.uuid}
    assert client.post(f"{pairs}judge/", posted).url == f"{pairs}?list={batch.uuid}#pairs"
    assert Person.objects.filter(merged_into__isnull=False).count() == 1
    assert sign_in(other_ngo, Role.COORDINATOR).get(f"{pairs}?list={batch.uuid}").status_code == 404


def test_a_refused_row_is_mended_emptied_left_out_and_taken_in_again(sign_in, own_ngo):
    client = sign_in(own_ngo, Role.COORDINATOR)
    text = "Nom complet;Mail\nAmina Benali;a@exemple,org\nDriss Naciri;x\nOmar Tazi;y\nZineb Haddad;z\n"
    url = client.post("/en/sessions/lists/", {"text": text}).url

    def answer(**typed):
        return client.post(url, posted_form(client.get(url)) | typed)

    assert "Import: 0 ready, 4 to settle" in client.get(url).content.decode()

    answer(**{"agree-0": "on", "text-1": "d@exemple.org", "do-2": "empty", "do-3": "out"})
    page = client.get(url)
    assert page.context["counts"] == {"refused": 0, "changed": 0, "new": 3, "same": 0, "left_out": 1}
    assert "Import 3 people" in page.content.decode()
    answer(**{"back-5": "on"})
    assert client.get(url).context["counts"]["refused"] == 1
    client.post(f"{url}import/", posted_form(client.get(url)) | {"refused": "leave-out"})
    assert set(Person.objects.values_list("full_name", "email")) == {
        ("Amina Benali", "a@exemple.org"), ("Driss Naciri", "d@exemple.org"), ("Omar Tazi", "")
    }  # fmt: skip


def test_no_date_of_birth_is_kept_with_a_draft(own_ngo):
    batch = bring("Nom complet;Date de naissance\nAmina Benali;12/03/1985\n")
    assert "1985" not in str(batch.book)
    assert lines_of(batch, PLACE)[0].values["age_band"] == "35-49"


def test_an_older_page_of_a_draft_changes_nothing(sign_in, own_ngo):
    client = sign_in(own_ngo, Role.COORDINATOR)
    url = client.post(
        "/en/sessions/lists/", {"text": "Nom complet;Métier\nAmina Benali;avocatt\nDriss Naciri;gugusse\n"}
    ).url
    older = posted_form(client.get(url))
    client.post(url, older | {"take-category-0": "on"})
    page = client.post(url, older | {"as-category-1": "judge"})
    assert page.context["form"].errors == {
        "__all__": ["This list was changed meanwhile, in another window or by somebody else. Open it again."]
    }
    assert PeopleList.objects.get().choices["values"] == {"category": {"avocatt": "lawyer"}}
