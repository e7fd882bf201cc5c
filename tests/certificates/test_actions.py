"""Issued once, reissued with a pointer, revoked with a reason and restored, the name shown or not."""

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from accounts.models import User
from certificates import actions
from certificates.models import Certificate, Letterhead, Revocation
from people.models import Person
from people.signals import person_erased
from tests.support.certificates import TITLES, a_certificate, a_person, a_training, a_user, again

pytestmark = pytest.mark.usefixtures("own_ngo")


def test_a_certificate_keeps_what_it_said():
    user = a_user()
    letterhead = actions.change_letterhead(texts={"signatory": "Nadia Modèle"}, logo=b"png", stamp=b"round", actor=user)
    person = a_person(name_other_script="سلمى مثال", person_language="ar")
    training = a_training(objectives={"fr": ["Agir sans danger"]})
    issued = actions.issue_certificate(training=training, person=person, minutes=810, actor=user)
    person.full_name = "Autre Nom"
    person.save()
    actions.change_letterhead(texts={"signatory": "Autre"}, logo=b"", actor=user)
    kept = again(issued)
    assert (kept.holder, kept.holder_other_script, kept.language) == ("Salma Exemple", "سلمى مثال", "fr-ar")
    assert (kept.objectives, bytes(kept.letterhead.stamp)) == ({"fr": ["Agir sans danger"]}, b"round")
    assert (kept.titles, kept.minutes, kept.target_uuid, kept.issued_by) == (TITLES, 810, training.uuid, user)
    assert (kept.letterhead, bytes(kept.letterhead.logo), kept.letterhead.signatory) == (
        letterhead, b"png", "Nadia Modèle",
    )  # fmt: skip
    assert letterhead.created_by == user
    assert kept.organisation == {"fr": "Association de l’Amandier"}
    assert (kept.state, kept.show_name, len(kept.code)) == ("valid", False, 12)


def test_once_more_gives_the_same():
    person, training = a_person(), a_training()
    first = actions.issue_certificate(training=training, person=person, minutes=810)
    second = actions.issue_certificate(training=training, person=person, minutes=60, language="ar")
    assert (first.pk, second.minutes, second.language) == (second.pk, 810, "fr-ar")
    assert Certificate.objects.count() == 1


def test_once_more_gives_the_last_edition():
    person, training, user = a_person(), a_training(), a_user()
    first = actions.issue_certificate(training=training, person=person, minutes=810, actor=a_user("first"))
    second = actions.reissue_certificate(certificate=first, language="ar", actor=user)
    assert (first.issued_by, second.issued_by) == (User.objects.get(username="first"), user)
    assert actions.issue_certificate(training=training, person=person, minutes=60) == second
    assert Certificate.objects.count() == 2


def test_merged_records_are_one_person():
    kept, training = a_person(), a_training()
    merged = a_person("Salma E.", merged_into=kept)
    first = actions.issue_certificate(training=training, person=merged, minutes=810)
    assert (first.person, first.holder) == (kept, "Salma Exemple")
    assert actions.issue_certificate(training=training, person=kept, minutes=810) == first


def test_a_certificate_issued_before_the_merge_is_the_persons():
    kept, absorbed, training = a_person(), a_person("Salma E."), a_training()
    first = actions.issue_certificate(training=training, person=absorbed, minutes=810)
    absorbed.merged_into = kept
    absorbed.save()
    assert actions.issue_certificate(training=training, person=kept, minutes=810) == first


@pytest.mark.parametrize(
    ("asked", "person", "user", "given"),
    [("ar", "en", "ar", "ar"), ("", "en", "ar", "en"), ("", "", "en", "en"), ("", "ar", None, "fr-ar"),
     ("", "", None, "fr-ar")],
    ids=["asked", "a person who reads English", "a user who does", "a person who reads Arabic", "nothing known"],
)  # fmt: skip
def test_the_language_is_the_one_asked_or_both_languages(asked, person, user, given):
    holder = a_person(person_language=person, user=user and a_user(language=user))
    issued = actions.issue_certificate(training=a_training(), person=holder, minutes=60, language=asked)
    assert issued.language == given


@pytest.mark.parametrize(
    ("kind", "titles", "offered", "own", "given"),
    [("course", ["fr"], ["fr", "ar", "en"], "ar", "fr"), ("course", ["fr", "ar"], ["fr", "en"], "ar", "ar"),
     ("course", ["ar"], ["fr", "ar"], "en", "ar"), ("session", ["fr"], ["fr", "ar"], "", "fr-ar"),
     ("session", ["fr"], ["fr"], "", "fr")],
    ids=["a course in French only", "an NGO without Arabic", "a course in Arabic only", "a session", "French alone"],
)  # fmt: skip
def test_both_languages_are_there_or_the_holders_own_is_taken(own_ngo, kind, titles, offered, own, given):
    own_ngo.languages = offered
    training = a_training(kind=kind, titles=dict.fromkeys(titles, "x"))
    holder = a_person(person_language=own)
    assert actions.issue_certificate(training=training, person=holder, minutes=60).language == given


def test_a_batch_takes_as_many_queries_for_1_and_for_30():
    def queries(number):
        people = {a_person(f"Personne {n}"): 60 for n in range(number)}
        with CaptureQueriesContext(connection) as captured:
            issued = actions.issue_certificates(training=a_training(), earned=people)
        assert [one.holder for one in issued] == [person.full_name for person in people]
        return len(captured)

    assert queries(1) == queries(30)


def test_the_database_itself_refuses_a_second_first_edition():
    issued = a_certificate()
    issued.pk, issued.code = None, "000000000000"
    issued._state.adding = True
    with pytest.raises(IntegrityError), transaction.atomic():
        issued.save()


def test_another_language_is_another_edition_to_which_the_older_one_points():
    user, old = a_user(), a_certificate()
    actions.show_name(certificate=old, shown=True)
    Letterhead.objects.create(signatory="Nadia Modèle")
    new = again(actions.reissue_certificate(certificate=old, language="fr-ar", actor=user))
    old = again(old)
    assert (old.state, old.replaced_by, old.language, old.letterhead) == ("replaced", new, "fr", None)
    assert (new.state, new.language, new.number, new.minutes) == ("valid", "fr-ar", 2, 810)
    assert (new.show_name, new.letterhead.signatory, new.languages) == (True, "Nadia Modèle", ["fr", "ar"])
    assert new.code != old.code
    assert list(Certificate.objects.current()) == [new]


@pytest.mark.parametrize("state", ["the same language", "replaced", "revoked", "erased"])
def test_what_does_not_hold_is_not_reissued(state):
    user, certificate = a_user(), a_certificate()
    if state == "replaced":
        actions.reissue_certificate(certificate=certificate, language="en", actor=user)
    if state == "revoked":
        actions.revoke_certificate(certificate=certificate, reason="Erreur de liste", actor=user)
    if state == "erased":
        Certificate.objects.update(holder="")
    before = Certificate.objects.count()
    with pytest.raises(ValidationError):
        actions.reissue_certificate(
            certificate=certificate, language="fr" if state == "the same language" else "ar", actor=user
        )
    assert Certificate.objects.count() == before


def test_revoking_reaches_every_edition_and_can_be_undone():
    user, old = a_user(), a_certificate()
    new = actions.reissue_certificate(certificate=old, language="ar", actor=user)
    actions.revoke_certificate(certificate=old, reason="Erreur de liste", actor=user)
    actions.revoke_certificate(certificate=new, reason="Encore", actor=user)
    assert [again(one).state for one in (old, new)] == ["revoked", "revoked"]
    facts = list(Revocation.objects.values_list("reason", "by", "lifted_at"))
    assert facts == [("Erreur de liste", user.pk, None)] * 2
    assert again(old).revoked_at == old.revocations.get().at
    actions.restore_certificate(certificate=new, actor=user)
    assert [again(one).state for one in (old, new)] == ["replaced", "valid"]
    assert [fact.lifted_by for fact in Revocation.objects.all()] == [user, user]  # that it was, remains
    actions.revoke_certificate(certificate=new, reason="Encore", actor=user)
    assert Revocation.objects.count() == 4


def test_the_certificate_of_somebody_else_is_not_touched():
    training, user = a_training(), a_user()
    mine, other = actions.issue_certificates(training=training, earned={a_person(): 60, a_person("Autre"): 60})
    actions.revoke_certificate(certificate=mine, reason="Erreur", actor=user)
    actions.show_name(certificate=mine, shown=True)
    assert (again(other).state, again(other).show_name) == ("valid", False)


def test_the_consent_holds_for_every_edition():
    old = a_certificate()
    new = actions.reissue_certificate(certificate=old, language="ar", actor=a_user())
    actions.show_name(certificate=new, shown=True)
    assert [again(one).show_name for one in (old, new)] == [True, True]
    actions.show_name(certificate=old, shown=False)
    assert [again(one).show_name for one in (old, new)] == [False, False]


def test_an_erased_person_leaves_no_name():
    certificate = a_certificate(a_person(name_other_script="سلمى مثال"))
    actions.revoke_certificate(certificate=certificate, reason="Salma n’y était pas", actor=a_user())
    other = a_certificate(a_person("Autre Personne"))
    for one in (certificate, other):
        actions.show_name(certificate=one, shown=True)
        actions.uphold_certificate(
            certificate=one, fact="not held", reason="Salma était là", actor=a_user(f"u{one.pk}")
        )
    person_erased.send(Person, people=Person.objects.filter(pk=certificate.person_id), ref="x")
    kept = again(certificate)
    assert (kept.holder, kept.holder_other_script, kept.show_name) == ("", "", False)
    assert (kept.revocations.get().reason, kept.upheld.get().reason) == ("–", "–")
    assert (again(other).holder, again(other).show_name) == ("Autre Personne", True)
    assert other.upheld.get().reason == "Salma était là"
