"""A coordinator plans, invites, moves, copies and cancels; the paper loop beside its picture; in French and Arabic."""

import datetime

import pytest
from playwright.sync_api import expect

from accounts.roles import Role
from people.models import Person
from sessions import actions
from sessions.actions import HalfDay
from sessions.models import Change, Evidence, Registration, ScanMark, TrainingSession
from sessions.rsvp_links import answer_path
from tests.browser.pages import LAPTOP, PHONE, check, open_as
from tests.browser.rooms import NAMES, person
from tests.support.sessions import a_session, a_user, present, today
from tests.support.sheets import photograph, printed

BOTH = pytest.mark.parametrize(("language", "viewport"), [("ar", PHONE), ("fr", LAPTOP)], ids=["ar", "fr"])


@pytest.fixture
def coordinator(own_ngo, make_user):
    return make_user(own_ngo, Role.COORDINATOR, "coordinator")


@pytest.fixture
def session(coordinator):
    """Planned in nine days: forty people may be invited, one place is taken of two."""
    people = [Person.objects.create(full_name=name, phone="+212612345678") for name in NAMES[:6]]
    half_day = HalfDay(today(9), "morning", 210, starts_at=datetime.time(9, 30))
    return a_session(
        half_day, people=people[:1], capacity=2, region="MA-09", city="Agadir", venue="12, rue des Orangers",
        guest_trainers="Maître Exemple", partners="Tribunal d’Agadir", funder="Fonds", project="SAVE", language="fr",
        modality="in_person", is_public=True, cycle_code="ACCUEIL",
    )  # fmt: skip


def confirm(page):
    page.locator("main form button").first.click()
    expect(page.locator(".message--done").first).to_be_visible()


@BOTH
def test_from_the_list_to_the_moved_session(session, own_ngo, site, open_page, language, viewport):
    page = open_page(viewport)
    root = site(own_ngo, f"/{language}/sessions/")
    open_as(page, root, "coordinator")
    page.locator("main details").filter(has=page.locator("[name=region]")).locator("summary").first.click()
    page.select_option("[name=region]", "MA-09")
    page.select_option("[name=year]", str(today(9).year))
    check(page)
    page.locator("main form[role=search] > .actions button").click()
    expect(page.locator("main tbody th a")).to_have_count(1)
    for path in ("calendar/", f"calendar/?month={today(9):%Y-%m}", "my-calendar/", "coming/", "hours/"):
        page.goto(root + path)
        check(page)
    here = f"{root}{session.uuid}/"
    page.goto(here)
    expect(page.locator("dl.facts")).to_contain_text("Maître Exemple")
    check(page)
    page.goto(f"{here}invite/")
    check(page)
    page.check("#everyone")
    page.locator(".actions--sticky button").click()
    assert Registration.objects.filter(status="invited").count() == 5
    page.goto(f"{here}postpone/")
    check(page)
    page.fill("[name=first_day]", today(16).isoformat())
    page.fill("[name=reason]", "La salle est prise")
    confirm(page)
    expect(page.locator("main")).to_contain_text("La salle est prise")
    page.goto(f"{here}copy/")
    expect(page.locator("[name=city]")).to_have_value("Agadir")
    check(page)
    page.fill("[name$='-0-date']", today(30).isoformat())
    page.locator("main form .actions button").first.click()
    expect(page.locator(".message--done")).to_be_visible()
    page.goto(f"{here}cancel/")
    check(page)
    page.fill("[name=reason]", "Trop peu d’inscrits")
    confirm(page)
    check(page)
    assert list(Change.objects.values_list("kind", flat=True)) == ["postponed", "cancelled"]
    assert sorted(TrainingSession.objects.values_list("state", flat=True)) == ["cancelled", "planned"]


@BOTH
def test_an_invitation_is_answered_by_its_secret_address(session, own_ngo, site, open_page, language, viewport):
    first, second = (person(name) for name in NAMES[1:3])
    actions.invite_people(session=session, people=[first, second], actor=a_user())
    paths = [answer_path(Registration.objects.get(person=one)).partition("/sessions/")[2] for one in (first, second)]
    page = open_page(viewport)
    for path, status in zip(paths, ("confirmed", "waiting"), strict=True):
        page.goto(site(own_ngo, f"/{language}/sessions/{path}"))
        expect(page.locator("main")).not_to_contain_text("Orangers")
        check(page)
        page.locator("[name=answer][value=yes]").click()
        check(page)
        assert Registration.objects.get(person=first if status == "confirmed" else second).status == status
    page.goto(site(own_ngo, f"/{language}/sessions/{paths[0]}"))
    expect(page.locator("main")).to_contain_text("Orangers")
    page.locator("[name=answer][value=no]").click()  # the one who waits moves up
    assert Registration.objects.get(person=second).status == "confirmed"


@BOTH
def test_a_photographed_page_is_ticked_beside_its_picture(slot, address, open_page, tmp_path, language, viewport):
    picture = tmp_path / "sheet.jpg"
    picture.write_bytes(photograph(printed(slot, "fr-ar"), page=1, turned=2).read())
    page = open_page(viewport)
    open_as(page, address(slot, "paper", language))
    check(page)
    page.set_input_files("[name=pictures]", str(picture))
    page.locator("section[aria-labelledby=photograph] button").click()
    expect(page.locator(".scan-picture")).to_be_visible()
    expect(page.locator(".roll li")).to_have_count(18)
    expect(page.locator(".roll li").first).to_contain_text("19")
    check(page)
    page.check("#everyone")
    page.locator(".roll [name=signed]").nth(3).uncheck()
    page.locator(".actions--sticky button").click()
    expect(page.locator(".message--done")).to_be_visible()
    check(page)
    assert (Evidence.objects.count(), set(Evidence.objects.values_list("source", flat=True))) == (17, {"paper"})
    assert ScanMark.objects.count() == 17


@BOTH
def test_what_participants_say_afterwards(slot, own_ngo, site, open_page, language, viewport):
    session, people = slot.session, [person(name) for name in NAMES[:5]]
    present(slot, *people)
    actions.hold_session(session=session, actor=a_user())
    page = open_page(viewport)
    here = site(own_ngo, f"/{language}/sessions/{session.uuid}/")
    open_as(page, f"{here}feedback/results/")
    check(page)
    for number in range(5):
        expect(page.locator("table")).to_have_count(0)
        page.goto(f"{here}feedback/paper/")
        if number == 0:
            check(page)
        for name in ("useful", "clear", "level", "apply", "safe", "recommend"):
            page.check(f"[name={name}][value='{5 - number % 2}']")
        confirm(page)
        page.goto(f"{here}feedback/results/")
    expect(page.locator("table tbody tr")).to_have_count(6)
    check(page)
