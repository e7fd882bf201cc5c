"""export_tenant: what an NGO takes with it can be imported elsewhere and gives the same figures."""

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.management import CommandError, call_command

from accounts.models import User
from impact.counting import Period, count_tenant
from pages.models import HomePage
from people.merging import merge_people
from people.models import Person
from sessions.records.actions import import_rows, import_workbook
from tests.reference import oracles


def figures():
    return count_tenant(Period.year(2019), ("region", "category"))


@pytest.mark.parametrize("merged", [False, True])
def test_records_give_the_same_figures_elsewhere(own_ngo, other_ngo, tmp_path, merged):
    rows, _checks = oracles.oracle_a()
    import_rows(rows=rows, tenant=own_ngo)
    if merged:
        people = {person.ref: person for person in Person.objects.all()}
        merge_people(kept=people["P2"], absorbed=people["P7"], actor=User.objects.create(username="c"))
    default_storage.save("scans/page.txt", ContentFile(b"a sheet"))
    call_command("export_tenant", "own_ngo", str(tmp_path / "out"))
    with other_ngo:
        import_workbook(path=tmp_path / "out" / "records.xlsx", tenant=other_ngo)
        elsewhere = figures()
    assert elsewhere | {"scope": ""} == figures() | {"scope": ""}
    assert (tmp_path / "out" / "media" / "scans" / "page.txt").read_bytes() == b"a sheet"
    home = HomePage.objects.get()
    assert "<html" in (tmp_path / "out" / "pages" / f"{home.slug}.fr.html").read_text(encoding="utf-8")
    assert home.heading_fr in (tmp_path / "out" / "pages" / f"{home.slug}.json").read_text(encoding="utf-8")


def test_where_everybody_is_led_to_https_pages_are_written_too(own_ngo, tmp_path, settings):
    settings.SECURE_SSL_REDIRECT = True
    call_command("export_tenant", "own_ngo", str(tmp_path / "out"))
    home = HomePage.objects.get()
    assert [(tmp_path / "out" / "pages" / f"{home.slug}.{code}.html").exists() for code in ("fr", "ar", "en")] == [
        True
    ] * 3


def test_a_folder_that_holds_anything_is_left_alone(own_ngo, tmp_path):
    (tmp_path / "mine").write_text("x")
    with pytest.raises(CommandError, match="not empty"):
        call_command("export_tenant", "own_ngo", str(tmp_path))
    with pytest.raises(CommandError, match="no tenant"):
        call_command("export_tenant", "nobody", str(tmp_path / "new"))
    assert [path.name for path in tmp_path.iterdir()] == ["mine"]
