"""People of a furnished NGO: those who take part, what they hold, what was done to their records."""

from dataclasses import dataclass

from accounts.invitations import set_password_path
from accounts.login import badge_token
from accounts.models import User
from certificates.actions import issue_certificate
from certificates.badge_keys import signing_key
from certificates.badges import LIST_SIZE
from people.access import access_path, invite_people
from people.consent import give_consent
from people.imports.actions import start_import
from people.imports.reading import read_text
from people.merging import merge_people
from people.messages.sending import unsubscribe_token
from people.models import Erasure, Person
from people.retention import set_rule
from tests.support.certificates import a_training

LIST = "Nom et prénom;Téléphone\n{mark} liste;0612345699\n"


@dataclass
class Member:
    """Somebody who takes part, with an account."""

    user: User
    person: Person


def a_member(name: str, mark: str, number: int) -> Member:
    """With every field that names or reaches somebody."""
    user = User.objects.create_user(username=name, password="x", first_name=f"{mark} {name}", last_name=f"{mark} nom")
    person = Person.objects.create(
        full_name=f"{mark} {name}", name_other_script=f"{mark} {name}", email=f"{mark}.{number}@example.org".lower(),
        phone=f"+2126{abs(hash((mark, number))) % 10**8:08}", institution=f"{mark} institution", ref=f"{mark}-{number}",
        user=user, person_language="fr",
    )  # fmt: skip
    give_consent(person=person)
    return Member(user, person)


def of_member(member: Member) -> dict[str, object]:
    """What the addresses of one's own things name."""
    titles = {"fr": f"{member.person.ref} certificat"}
    certificate = issue_certificate(
        training=a_training(titles=titles), person=member.person, minutes=810, language="fr"
    )
    signing_key()  # as its first badge makes it
    return {
        "achievements training": certificate.target_uuid, "badges/status number": certificate.pk // LIST_SIZE,
        "accounts pk": member.user.pk, "fr/people person": member.person.uuid, "badge token": badge_token(member.user),
        "stop token": unsubscribe_token(member.person, "go_on"), "verify code": certificate.code,
        "certificates code": certificate.code, "evidence/person person": member.person.uuid,
    }  # fmt: skip


def records(mark: str, actor: User) -> dict[str, object]:
    """What was done to records: a list, a merge, an erasure, an invitation."""
    one, other, invited = (Person.objects.create(full_name=f"{mark} {name}") for name in ("un", "deux", "invite"))
    (invitation,) = invite_people(people=[invited], actor=actor)
    batch = start_import(book=read_text(LIST.format(mark=mark), f"{mark}.csv"), actor=actor)
    set_rule(months=24, automatic=False, actor=actor)
    newcomer = User.objects.create_user(username="newcomer", first_name=mark)
    uid, token = set_password_path(newcomer).rstrip("/").split("/")[-2:]
    return {
        "posted to fr/people/duplicates/judge/": {"one": str(invited.uuid), "other": str(one.uuid)},
        "merges batch": merge_people(kept=one, absorbed=other, actor=actor), "lists batch": batch.uuid,
        "keeping erasure": Erasure.objects.create(cause="asked", total=1, erased=1).uuid,
        r"fr/sessions/lists/^export\.(?P<form>xlsx|csv)$": "/fr/sessions/lists/export.xlsx",
        "access token": access_path(invitation, invited).rstrip("/").rpartition("/")[2],
        "uidb64": uid, "password token": token, "purpose": "change", "accounts name": "sessions",
    }  # fmt: skip
