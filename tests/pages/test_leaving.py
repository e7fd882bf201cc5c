"""A copy of everything, for administrators, in whatever state their NGO is."""

import datetime
import io
import zipfile

import pytest
from django.utils import timezone
from wagtail.models import ModelLogEntry

from accounts.roles import Role
from core.storage import BareFile, tenant_storage
from pages.leaving.actions import forget_old_copies
from pages.models import SpaceCopy
from people.models import Person
from tenants.models import Tenant
from tests.support.clients import TenantClient
from tests.support.queue import run_worker

PAGE = "/fr/leaving/"
pytestmark = pytest.mark.usefixtures("own_files")


@pytest.mark.parametrize(
    ("role", "status"), [(Role.ADMINISTRATOR, 200), (Role.COORDINATOR, 403), (Role.FUNDER, 403), (None, 403)]
)
def test_who_may(own_ngo, sign_in, role, status):
    client = sign_in(own_ngo, role)
    assert client.get(PAGE).status_code == status
    assert client.post(f"{PAGE}make/").status_code == {200: 302}.get(status, status)


def test_the_hub_has_none(hub, sign_in):
    assert sign_in(hub, Role.PLATFORM_ADMINISTRATOR).get(PAGE).status_code == 404


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("state", ["active", "suspended", "archived"])
def test_an_administrator_takes_everything_along(sign_in, settings, state):
    settings.PAGE_CACHE_SECONDS = 60
    own_ngo, other_ngo = (Tenant.objects.get(schema_name=name) for name in ("own_ngo", "other_ngo"))
    with own_ngo:
        Person.objects.create(full_name="Salma Exemple")
    client, stranger = sign_in(own_ngo, Role.ADMINISTRATOR), sign_in(other_ngo, Role.ADMINISTRATOR)
    Tenant.objects.filter(pk=own_ngo.pk).update(state=state)
    client.post(f"{PAGE}make/")
    client.post(f"{PAGE}make/")  # one at a time
    with own_ngo:
        copy = SpaceCopy.objects.get()
    assert client.get(PAGE).context["copy"].is_under_way
    run_worker()
    path = f"{PAGE}{copy.pk}/copy.zip"
    answer = client.get(path)
    with zipfile.ZipFile(io.BytesIO(b"".join(answer.streaming_content))) as packed:
        names = packed.namelist()
    assert "records.xlsx" in names
    assert [name for name in names if name.endswith(".fr.html")] != []
    assert stranger.get(path).status_code == 404
    assert TenantClient(own_ngo).get(f"/media/copies/{copy.pk}.zip").status_code in (403, 404)
    with own_ngo:
        assert ModelLogEntry.objects.filter(action="pages.download_copy").count() == 1
    assert TenantClient(own_ngo).get("/fr/").status_code == (200 if state == "active" else 403)


def test_it_is_forgotten_after_a_week(own_ngo, django_capture_on_commit_callbacks):
    copy = SpaceCopy.objects.create(file="copies/1.zip")
    tenant_storage.save("copies/1.zip", BareFile(b"PK"))
    forget_old_copies()
    assert SpaceCopy.objects.exists()
    SpaceCopy.objects.update(asked_at=timezone.now() - datetime.timedelta(days=8))
    with django_capture_on_commit_callbacks(execute=True):
        forget_old_copies()
    assert (SpaceCopy.objects.exists(), tenant_storage.exists(copy.file)) == (False, False)
