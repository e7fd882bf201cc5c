"""An administrator invites, looks after and ends; whoever is invited follows the link."""

import re

import pytest
from playwright.sync_api import expect

from accounts.models import StaffInvitation, User
from accounts.roles import Role
from courses.models import CoursePage
from pages.models import HomePage
from tests.browser.pages import LAPTOP, PHONE, check, sign_in
from tests.support.sessions import a_session


@pytest.mark.parametrize(("language", "viewport"), [("fr", LAPTOP), ("ar", PHONE)], ids=["French", "Arabic"])
def test_the_staff_of_an_ngo(site, own_ngo, make_user, open_page, language, viewport):
    make_user(own_ngo, Role.ADMINISTRATOR, "administrator")
    trainer, colleague = make_user(own_ngo, Role.TRAINER, "amina"), make_user(own_ngo, Role.TRAINER, "nadia")
    session = a_session(on=3, trainers=[trainer])
    HomePage.objects.get().add_child(instance=CoursePage(heading_fr="Cours", live=False, owner=trainer))
    page = open_page(viewport)
    sign_in(page, site(own_ngo, f"/{language}/sign-in/?next=/{language}/staff/"), "administrator")
    check(page)

    page.locator("main a[href$='/staff/invite/']").click()
    check(page)
    page.locator("main form button").click()  # nothing written: words at each field
    check(page)
    page.fill("[name=name]", "Salma Exemple")
    page.fill("[name=email]", "salma@example.org")
    page.check("[name=roles][value=coordinator]")
    page.locator("main form button").click()
    link = page.locator("p.breakable").inner_text()
    check(page)

    page.goto(site(own_ngo, f"/{language}/staff/rules/"))
    check(page)
    page.check("[name=trainers_change_all]")
    page.locator("main form button").first.click()
    page.locator(f"main a[href$='/staff/{trainer.pk}/']").click()
    check(page)
    page.locator("main a[href$='/hand-over/']").click()
    check(page)
    page.select_option("[name=sessions]", str(colleague.pk))
    page.locator("main form button").click()
    check(page)
    page.locator("main a[href$='/help/link/']").click()
    check(page)
    page.go_back()
    page.locator("main a[href$='/end/']").click()
    check(page)
    page.select_option("[name=courses]", str(colleague.pk))
    page.locator("main form button").click()
    check(page)
    assert [user.username for user in session.trainers.all()] == ["nadia"]
    assert not User.objects.get(pk=trainer.pk).is_active
    page.goto(site(own_ngo, f"/{language}/staff/"))
    check(page)

    guest = open_page(viewport)
    path = re.sub(r"^https?://[^/]+/\w\w/", f"/{language}/", link)
    guest.goto(site(own_ngo, path))
    check(guest)
    for name in ("password", "again"):
        guest.fill(f"[name={name}]", "une phrase bien longue")
    guest.locator("main form button").click()
    expect(guest).to_have_url(re.compile("/today/"))
    assert StaffInvitation.objects.get().state == "accepted"
    expect(guest.locator("html")).to_have_attribute("dir", "rtl" if language == "ar" else "ltr")
