"""A certificate outlives no correction unseen: listed until a coordinator revokes it or keeps it with a reason."""

import pytest
from django.urls import reverse

from accounts.roles import Role
from certificates.actions import revoke_certificate
from certificates.grounds import find_lost
from certificates.models import Certificate, Upheld
from courses.actions import finish_lesson
from courses.models import CoursePage, Enrolment


@pytest.fixture
def ungrounded(enrolment, lessons):
    """A certificate of a course that its holder has not completed after all."""
    CoursePage.objects.update(final_exercise=None)
    lessons[1].lesson_exercises.all().delete()
    enrolment = Enrolment.objects.get(pk=enrolment.pk)
    for lesson in lessons:
        finish_lesson(enrolment=enrolment, lesson=lesson)
    assert find_lost() == []
    Enrolment.objects.update(completed_at=None)
    return Certificate.objects.get()


def test_it_is_listed_until_it_is_revoked(ungrounded, sign_in, own_ngo, other_ngo):
    (found, lost) = find_lost()[0]
    assert (found, lost.fact) == (ungrounded, "not completed")
    client = sign_in(own_ngo, Role.COORDINATOR)
    url = reverse("certificates:undecided")
    assert ungrounded.holder in client.get(url).content.decode()
    stranger = sign_in(other_ngo, Role.COORDINATOR).get(url)
    assert (stranger.status_code, ungrounded.holder in stranger.content.decode()) == (200, False)
    revoke_certificate(certificate=ungrounded, reason="Erreur", actor=None)
    assert find_lost() == []


def test_it_is_kept_with_a_reason_only(ungrounded, sign_in, own_ngo):
    client = sign_in(own_ngo, Role.COORDINATOR)
    url = reverse("certificates:keep", args=[ungrounded.printed_code])
    client.post(url, {"reason": ""})
    assert len(find_lost()) == 1
    client.post(url, {"reason": "Feuille retrouvée"})
    assert (find_lost(), Upheld.objects.get().fact) == ([], "not completed")
    assert client.get(reverse("certificates:list")).context["undecided"] == 0
