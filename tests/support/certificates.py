"""Trainings, people and certificates for these tests, with as few words as possible."""

import datetime
import io
import uuid
from typing import Any

from django.db import connection
from django.test.utils import CaptureQueriesContext
from PIL import Image

from accounts.models import User
from certificates.actions import issue_certificate
from certificates.models import Certificate
from certificates.trainings import Training
from people.models import Person
from tests.support.clients import TenantClient

TITLES = {"fr": "Accueil et écoute", "ar": "الاستقبال والإنصات"}
ADDRESS = "http://own-ngo.localhost/verify/"
LONG_NAME = ("Fatima Ezzahra Maria del Carmen Benabdelkader El Ouazzani " * 3)[:150].strip()
LONG_ARABIC = ("فاطمة الزهراء بنت عبد القادر الوزاني الإدريسي " * 4)[:150].strip()


def a_training(**changes: Any) -> Training:
    """A session's training of 12 to 14 July 2026."""
    given = {
        "kind": "session", "uuid": uuid.uuid4(), "titles": TITLES,
        "starts_on": datetime.date(2026, 7, 12), "ends_on": datetime.date(2026, 7, 14),
    }  # fmt: skip
    return Training(**given | changes)


def a_person(name: str = "Salma Exemple", **fields: Any) -> Person:
    return Person.objects.create(full_name=name, **fields)


def a_certificate(person: Person | None = None, *, language: str = "fr", minutes: int = 810, **changes: Any) -> Any:
    """A certificate as the pages read it."""
    issued = issue_certificate(
        training=a_training(**changes), person=person or a_person(), minutes=minutes, language=language
    )
    return again(issued)


def again(certificate: Certificate) -> Certificate:
    """The certificate as it is now, with its state."""
    return Certificate.objects.with_state().get(pk=certificate.pk)


def a_user(name: str = "holder", **fields: Any) -> User:
    return User.objects.create_user(username=name, password="x", **fields)


def signed_in(tenant: Any, user: User) -> TenantClient:
    client = TenantClient(tenant)
    client.force_login(user)
    return client


def count_queries(client: TenantClient, path: str, status: int = 200) -> int:
    with CaptureQueriesContext(connection) as captured:
        assert client.get(path).status_code == status
    return len(captured)


def a_logo(kind: str = "PNG", size: tuple[int, int] = (300, 120)) -> bytes:
    """A plain picture."""
    drawn = io.BytesIO()
    Image.new("RGB", size, "#123a3c").save(drawn, kind)
    return drawn.getvalue()
