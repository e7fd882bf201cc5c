"""A module of the hub on the shelf, a copy of it, an offer, and who handles them."""

import pytest

from accounts.roles import Role
from courses.models import Adoption
from network.models import LibraryOffer
from tests.support.library import publish
from tests.support.modules import make_module


@pytest.fixture
def editor(sign_in, hub):
    return sign_in(hub, Role.NETWORK_COORDINATOR)


@pytest.fixture
def trainer(sign_in, own_ngo):
    return sign_in(own_ngo, Role.TRAINER)


@pytest.fixture
def stranger(sign_in, other_ngo):
    return sign_in(other_ngo, Role.TRAINER)


@pytest.fixture
def source(hub):
    with hub:
        return make_module()


@pytest.fixture
def shelved(editor, source, own_ngo):
    """The module, published to the library."""
    return publish(editor, source)[1]


@pytest.fixture
def adoption(trainer, shelved):
    trainer.post(f"/admin/library/modules/{shelved.uuid}/adopt/", {"course": "new"})
    return Adoption.objects.get()


@pytest.fixture
def offered(trainer, own_ngo):
    """A module of our NGO, offered."""
    module = make_module("Le nôtre")
    trainer.post(f"/admin/library/offer/{module.pk}/", {"note": "Prenez-le"})
    return LibraryOffer.objects.get(source="own_ngo")
