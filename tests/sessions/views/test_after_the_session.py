"""After a session: presences that are disputed, feedback, scores from paper, hours of those who ran it."""

from collections.abc import Callable

import pytest
from django.urls import reverse

from accounts.roles import Role
from people.models import Person
from sessions import actions
from sessions.models import AttendanceDispute, Evidence, Feedback, TrainingSession
from tenants.models import Tenant
from tests.support.clients import TenantClient
from tests.support.sessions import a_person, a_session, a_slot, a_user, present


def page(session: TrainingSession) -> str:
    return reverse("sessions:registered", args=[session.uuid])


@pytest.mark.parametrize(
    ("was_marked", "claim", "upheld", "rows"),
    [(False, "present", True, 1), (False, "present", False, 0), (True, "absent", True, 2), (True, "absent", False, 1)],
    ids=["was there", "was there, denied", "was not", "was not, denied"],
)
def test_a_presence_is_disputed_and_resolved(
    own_ngo: Tenant, own: TenantClient, amina: Person, sign_in: Callable[..., TenantClient],
    was_marked: bool, claim: str, upheld: bool, rows: int,
) -> None:  # fmt: skip
    slot = a_slot(amina)
    if was_marked:
        present(slot, amina)
    own.post(reverse("sessions:contest", args=[slot.session.uuid, slot.number]))
    own.post(reverse("sessions:contest", args=[slot.session.uuid, slot.number]))
    dispute = AttendanceDispute.objects.get()
    assert (dispute.claim, dispute.outcome) == (claim, "open")
    coordinator = sign_in(own_ngo, Role.COORDINATOR)
    url = reverse("sessions:settle", args=[slot.session.uuid, dispute.pk])
    decision = "upheld" if upheld else "denied"
    assert coordinator.post(url, {"outcome": decision}).status_code == 200  # a reason is missing
    assert coordinator.post(url, {"outcome": decision, "reason": "Seen on the sheet"}).status_code == 302
    dispute.refresh_from_db()
    assert (dispute.outcome, Evidence.objects.count()) == (decision, rows)
    assert "Seen on the sheet" in own.get(page(slot.session)).content.decode()


def test_a_dispute_is_taken_back_and_made_again(
    own_ngo: Tenant, other_ngo: Tenant, own: TenantClient, amina: Person, sign_in: Callable[..., TenantClient]
) -> None:
    slot = a_slot(amina)
    urls = [reverse(f"sessions:{name}", args=[slot.session.uuid, 1]) for name in ("contest", "withdraw_contest")]
    assert own.get(urls[1]).status_code == 404  # nothing is open
    own.post(urls[0])
    for stranger in (sign_in(own_ngo), sign_in(other_ngo)):
        assert stranger.post(urls[1]).status_code == 404
    assert urls[1] in own.get(page(slot.session)).content.decode()
    assert own.get(urls[1]).status_code == 200
    own.post(urls[1])
    own.post(urls[1])
    assert list(AttendanceDispute.objects.values_list("outcome", "resolved_by", "reason")) == [("withdrawn", None, "")]
    html = own.get(page(slot.session)).content.decode()
    assert (urls[0] + '"' in html, urls[1] in html) == (True, False)
    own.post(urls[0])
    assert list(AttendanceDispute.objects.order_by("pk").values_list("outcome", flat=True)) == ["withdrawn", "open"]


def marks(value: int = 4) -> dict[str, int]:
    return dict.fromkeys(("useful", "clear", "level", "apply", "safe", "recommend"), value)


def test_feedback_is_given_once_and_shown_from_five(
    own_ngo: Tenant, other_ngo: Tenant, own: TenantClient, amina: Person, sign_in: Callable[..., TenantClient]
) -> None:
    slot = a_slot(amina)
    present(slot, amina)
    actions.hold_session(session=slot.session, actor=a_user())
    url = reverse("sessions:feedback", args=[slot.session.uuid])
    assert url in own.get(page(slot.session)).content.decode()
    for _time in range(2):
        own.post(url, marks())
    assert Feedback.objects.count() == 1
    assert url not in own.get(page(slot.session)).content.decode()
    coordinator = sign_in(own_ngo, Role.COORDINATOR)
    results = reverse("sessions:feedback_results", args=[slot.session.uuid])
    assert "table" not in coordinator.get(results).context
    for _time in range(5):
        coordinator.post(reverse("sessions:paper_feedback", args=[slot.session.uuid]), marks(5))
    context = coordinator.get(results).context
    assert [str(cell.value) for cell in context["table"].rows[0]][1:3] == ["5", "5 (100 %)"]
    assert (context["count"], context["shown"], context["waiting"]) == (6, 5, 1)  # the one from the phone
    assert sign_in(other_ngo, Role.COORDINATOR).get(results).status_code == 404


def test_scores_from_paper(own_ngo: Tenant, other_ngo: Tenant, sign_in: Callable[..., TenantClient]) -> None:
    """Oracle F, typed in."""
    given = {"A": (8, 16), "B": (10, 18), "C": (20, 20), "D": (12, 10), "E": (6, ""), "F": ("", 14)}
    people = {name: a_person(name) for name in given}
    session = a_session(people=people.values())
    url = reverse("sessions:tests", args=[session.uuid])
    data: dict[str, object] = {"maximum": 20}
    for name, (pre, post) in given.items():
        data |= {f"pre-{people[name].uuid}": pre, f"post-{people[name].uuid}": post}
    coordinator = sign_in(own_ngo, Role.COORDINATOR)
    assert coordinator.post(url, data).status_code == 302
    gain = coordinator.get(url).context["gain"]
    assert gain == {"pairs": 4, "of": 6, "pre_percent": 62.5, "post_percent": 80.0, "hake_g": 0.467, "improved": 2}
    wrong = coordinator.post(url, data | {f"pre-{people['A'].uuid}": 21})
    assert wrong.status_code == 200
    assert session.test_scores.count() == 10
    assert sign_in(other_ngo, Role.COORDINATOR).get(url).status_code == 404


def test_hours_of_those_who_ran_it(own_ngo: Tenant, sign_in: Callable[..., TenantClient]) -> None:
    amina = a_person()
    slot = a_slot(amina, trainers=[a_user("youssef")])
    a_session(trainers=[a_user("youssef")])  # planned: no hours
    present(slot, amina)
    actions.hold_session(session=slot.session, actor=a_user())
    coordinator = sign_in(own_ngo, Role.COORDINATOR)
    table = coordinator.get(reverse("sessions:hours")).context["list"].table
    assert [[str(cell.value) for cell in row] for row in table.rows] == [["<bdi>youssef</bdi>", "1", "1", "3.5"]]
