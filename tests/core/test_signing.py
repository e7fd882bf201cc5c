"""What is signed is for one NGO and one purpose; what is in mails and on badges already stays valid."""

import uuid

from django.core import signing
from django.db import connection

from accounts.login import read_badge
from accounts.models import User
from core.signing import tenant_salt
from people.messages.sending import read_token
from people.models import Person
from sessions.rsvp_links import read_answer_token
from tenants.models import Tenant
from tests.support.sessions import a_person, a_session


def test_a_salt_names_its_purpose_the_schema_and_the_record(own_ngo: Tenant, other_ngo: Tenant) -> None:
    key = uuid.UUID(int=5)
    assert tenant_salt("courses.drawing", key, 7) == f"courses.drawing {own_ngo.schema_name} {key} 7"
    assert tenant_salt("people.access") == f"people.access {connection.schema_name}"  # type: ignore[attr-defined]
    with other_ngo:
        assert tenant_salt("people.access") == f"people.access {other_ngo.schema_name}"


def test_what_was_given_out_before_the_modules_were_moved_is_still_read(own_ngo: Tenant) -> None:
    """Written out by hand: an invitation's answer, the end of reminders, a badge."""
    row = a_session(people=[a_person("Amina")]).registrations.get()
    schema = own_ngo.schema_name
    assert read_answer_token(signing.Signer(salt=f"sessions.answering {schema}").sign(str(row.pk))) == row
    person = Person.objects.get()
    token = signing.dumps([str(person.uuid), "certificates"], salt=f"people.messages {schema}")
    assert read_token(token) == (person, "certificates")
    user = User.objects.create_user("p-badge")
    badge = signing.Signer(salt=f"accounts.badges {schema}").sign(f"{user.pk}-{user.sessions_ended}")
    assert read_badge(badge) == user
