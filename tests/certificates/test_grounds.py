"""A certificate outlives no correction unseen: listed until a coordinator revokes it or keeps it with a reason."""

import pytest
from django.urls import reverse

from accounts.models import User
from accounts.roles import Role
from certificates.actions import revoke_certificate
from certificates.grounds import find_lost
from certificates.models import Certificate, Upheld
from courses.actions import finish_lesson
from courses.models import CoursePage, Enrolment
from tests.support.clients import TenantClient


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


def test_staff_read_that_it_lost_its_ground_and_why_it_was_kept_its_holder_does_not(ungrounded, sign_in, own_ngo):
    staff, holder = sign_in(own_ngo, Role.COORDINATOR), TenantClient(own_ngo)
    holder.force_login(ungrounded.person.user)
    url = reverse("certificates:certificate", args=[ungrounded.printed_code])

    def read(client):
        context = client.get(url).context
        return [one for one, _lost in context["lost"]], context["upheld"] and context["upheld"].reason

    assert [read(client) for client in (staff, holder)] == [([ungrounded], None), ([], None)]
    staff.post(reverse("certificates:keep", args=[ungrounded.printed_code]), {"reason": "Feuille retrouvée"})
    assert [read(client) for client in (staff, holder)] == [([], "Feuille retrouvée"), ([], None)]
    upheld = Upheld.objects.get()
    assert (upheld.by, upheld.certificate) == (User.objects.get(username="coordinator"), ungrounded)


@pytest.mark.parametrize("method", ["get", "post"])
def test_what_lost_nothing_is_not_kept_anew(ungrounded, sign_in, own_ngo, method):
    Enrolment.objects.update(completed_at=ungrounded.issued_at)
    url = reverse("certificates:keep", args=[ungrounded.printed_code])
    response = getattr(sign_in(own_ngo, Role.COORDINATOR), method)(url, {"reason": "Pour rien"})
    assert (response.status_code, response.url) == (302, url.removesuffix("keep/"))
    assert Upheld.objects.count() == 0
