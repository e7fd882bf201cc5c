"""A certificate and its holder, in an NGO whose keys are short."""

import pytest

from certificates import jws
from tests.support.badges import AIMS, MAIL, NAME, PHONE
from tests.support.certificates import a_certificate, a_person, a_user, signed_in


@pytest.fixture(autouse=True)
def _short_keys(monkeypatch):
    """Shorter keys than in earnest, for speed."""
    monkeypatch.setattr(jws, "BITS", 2048)


@pytest.fixture
def holder(own_ngo):
    """A client signed in as the holder."""
    return signed_in(own_ngo, a_user())


@pytest.fixture
def certificate(holder):
    person = a_person(NAME, user_id=holder.session["_auth_user_id"], email=MAIL, phone=PHONE)
    return a_certificate(person, kind="course", objectives=AIMS, language="fr")
