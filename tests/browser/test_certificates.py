"""A coordinator issues a session's certificates; a holder finds theirs; anybody verifies the code."""

import pytest
from openbadgeslib.ob3 import OB3Verifier
from playwright.sync_api import expect

from accounts.models import User
from accounts.roles import Role
from certificates.actions import change_letterhead
from certificates.models import Certificate
from people.models import Person
from sessions.models import TrainingSession
from sessions.records.actions import import_rows
from tests.browser.pages import LAPTOP, PHONE, check, sign_in
from tests.reference import oracles
from tests.support.certificates import a_certificate, a_logo, a_person, a_user

BOTH = pytest.mark.parametrize(
    ("language", "viewport"), [("fr", LAPTOP), ("ar", PHONE)], ids=["French on a laptop", "Arabic on a phone"]
)


@BOTH
def test_from_the_session_to_the_certificates(site, own_ngo, make_user, open_page, language, viewport):
    rows, _checks = oracles.oracle_a()
    import_rows(rows=rows, tenant=own_ngo)
    make_user(own_ngo, Role.COORDINATOR, "coordinator")
    session = TrainingSession.objects.get(ref="S1")
    page = open_page(viewport)
    sign_in(page, site(own_ngo, f"/{language}/sign-in/?next=/{language}/sessions/{session.uuid}/"), "coordinator")
    page.locator(f"a[href$='/sessions/{session.uuid}/certificates/']").click()
    check(page)
    page.select_option("[name=language]", "fr-ar")
    page.locator("main form button").click()
    expect(page.locator(".badge--done")).to_have_count(3)
    check(page)
    with page.expect_download() as download:
        page.locator("a[href$='/certificates/pdf/']").click()
    assert download.value.path().read_bytes().startswith(b"%PDF-1.7")
    page.locator("tbody th a").first.click()
    expect(page.locator("main article")).to_have_count(2)
    check(page)
    page.locator("a[href$='/revoke/']").click()
    check(page)
    page.locator("main form button").click()
    check(page)  # a reason is asked
    page.fill("[name=reason]", "Liste")
    page.locator("main form button").click()
    expect(page.locator(".message--wrong")).to_be_visible()
    check(page)
    page.locator("form[action$='/restore/'] button").click()
    expect(page.locator("a[href$='/revoke/']")).to_be_visible()
    page.goto(site(own_ngo, f"/{language}/certificates/all/"))
    check(page)
    page.goto(site(own_ngo, f"/{language}/certificates/letterhead/"))
    check(page)
    page.fill("[name=signatory]", "Nadia Modèle")
    page.set_input_files("[name=logo]", {"name": "logo.png", "mimeType": "image/png", "buffer": a_logo()})
    page.locator("main form button").click()
    expect(page.locator("main img")).to_be_visible()
    check(page)


@BOTH
def test_a_holder_reads_takes_another_language_and_agrees_without_javascript(
    site, own_ngo, open_page, language, viewport
):
    holder = a_user(language=language)
    change_letterhead(
        texts={"signatory": "Nadia Modèle", "function_fr": "Directrice", "function_ar": "المديرة"}, logo=a_logo(),
        actor=holder,
    )  # fmt: skip
    page = open_page(viewport, java_script_enabled=False)
    sign_in(page, site(own_ngo, f"/{language}/sign-in/?next=/{language}/certificates/mine/"), "holder")
    expect(page.locator(".empty")).to_be_visible()
    first = a_certificate(a_person(user=holder, name_other_script="سلمى مثال"), language=language)
    page.reload()
    page.locator("main article h2 a").click()
    page.select_option("[name=language]", "fr-ar")
    page.locator("form[action$='/reissue/'] button").click()
    expect(page.locator("main article")).to_have_count(2)
    new = Certificate.objects.get(number=2)
    assert page.url.endswith(f"/{language}/certificates/{new.printed_code}/")
    page.goto(site(own_ngo, f"/{language}/certificates/mine/"))
    page.locator("form[action$='/name/show/'] button").click()
    expect(page.locator("form[action$='/name/hide/']")).to_be_visible()
    page.goto(site(own_ngo, f"/verify/{first.printed_code}"))
    expect(page.locator("main dl")).to_contain_text("سلمى مثال" if page.url.count("/ar/") else "Salma Exemple")
    assert User.objects.count() == Person.objects.count() == 1


@BOTH
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_pages_of_a_holder_and_of_who_verifies(site, own_ngo, open_page, language, viewport, scheme):
    certificate = a_certificate(a_person(user=a_user(), name_other_script="سلمى مثال"), language="fr-ar")
    a_certificate(certificate.person, language=language, titles={"fr": "Premiers pas"})
    page = open_page(viewport, color_scheme=scheme)
    page.goto(site(own_ngo, f"/{language}/verify/"))
    check(page)
    page.fill("[name=code]", certificate.printed_code.lower().replace("-", " "))
    page.locator("main form button").click()
    expect(page.locator(".message--done")).to_be_visible()
    check(page)
    page.fill("[name=code]", "0000 0000 0000")
    page.locator("main form button").click()
    expect(page.locator(".message--wrong")).to_be_visible()
    check(page)
    sign_in(page, site(own_ngo, f"/{language}/sign-in/?next=/{language}/certificates/mine/"), "holder")
    expect(page.locator("main article")).to_have_count(2)
    check(page)
    page.goto(site(own_ngo, f"/{language}/certificates/{certificate.printed_code}/"))
    check(page)


@BOTH
def test_a_badge_is_taken_beside_the_certificate(site, own_ngo, open_page, language, viewport):
    certificate = a_certificate(
        a_person(user=a_user(), name_other_script="سلمى مثال"), language="fr-ar", kind="course",
        objectives={"fr": ["Reconnaître les signes", "Agir sans danger"], "ar": ["التعرف على العلامات"]},
    )  # fmt: skip
    page = open_page(viewport, java_script_enabled=False)
    address = f"/{language}/certificates/{certificate.printed_code}/"
    sign_in(page, site(own_ngo, f"/{language}/sign-in/?next={address}"), "holder")
    page.locator("a[href$='/badge/']").click()
    expect(page.locator("main form [name=with_name]")).not_to_be_checked()
    with page.expect_download() as download:
        page.locator("main form button").click()
    assert OB3Verifier.extract_token_from_svg(download.value.path().read_bytes()).count(".") == 2
    page.goto(site(own_ngo, f"/achievements/{certificate.target_uuid}"))
    expect(page.locator("main h1")).to_be_visible()


@BOTH
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_pages_of_a_badge(site, own_ngo, open_page, language, viewport, scheme):
    certificate = a_certificate(a_person(user=a_user()), kind="course", objectives={"fr": ["Agir"], "ar": ["التصرف"]})
    page = open_page(viewport, color_scheme=scheme)
    page.goto(site(own_ngo, f"/{language}/achievements/{certificate.target_uuid}/"))
    check(page)
    address = f"/{language}/certificates/{certificate.printed_code}/badge/"
    sign_in(page, site(own_ngo, f"/{language}/sign-in/?next={address}"), "holder")
    check(page)
