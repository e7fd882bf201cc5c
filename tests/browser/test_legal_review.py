"""The hub's legal review in Arabic on a phone: listed, read in three languages, signed, withdrawn by another text."""

import os

import pytest
from playwright.sync_api import Page, expect

from accounts.roles import Role
from courses.models import LegalCheck, LessonPage
from tests.browser.pages import LAPTOP, PHONE, check, open_as
from tests.support.modules import make_module

pytestmark = pytest.mark.usefixtures("own_files")
LAW = "22222222-2222-4222-8222-222222222222"
SAYS = {
    "fr": ("Code pénal, article 448-1 (loi 27-14)", "Recruter, transporter ou héberger, par la contrainte ou l’abus."),
    "ar": ("مجموعة القانون الجنائي، الفصل 448.1", "تجنيد شخص أو نقله أو إيواؤه بالإكراه أو باستغلال وضعه."),
    "en": ("Penal code, article 448-1 (Law 27-14)", "Recruiting, moving or harbouring by force or by abuse."),
}


def picture(page: Page, name: str) -> None:
    """For those who want to look: SHOTS names a folder."""
    if folder := os.environ.get("SHOTS"):
        page.screenshot(path=f"{folder}/{name}.png", full_page=True)


def test_a_jurist_signs_on_a_phone_in_arabic(site, hub, make_user, open_page):
    user = make_user(hub, Role.LIBRARY_EDITOR, "jurist")
    with hub:
        user.wagtail_userprofile.preferred_language = "ar"
        user.wagtail_userprofile.save()
        module = make_module()
        lesson = LessonPage.objects.child_of(module).get()
        stream = LessonPage._meta.get_field("body").stream_block
        for code, (article, text) in SAYS.items():
            value = {"jurisdiction": "MA", "article": article, "text": text, "valid_from": "2016-09-19",
                     "valid_to": None, "source": "BO 6501", "to_check": True}  # fmt: skip
            setattr(lesson, f"body_{code}", stream.to_python([{"type": "law_reference", "value": value, "id": LAW}]))
        lesson.save_revision().publish()
    page = open_page(PHONE)
    for name, path in (("list", ""), ("module", f"{module.pk}/"), ("part", f"{module.pk}/{lesson.translation_key}/")):
        open_as(page, site(hub, f"/admin/library/review/{path}"), "jurist")
        check(page)
        picture(page, f"review-{name}-ar")
    page.locator(".review-sign summary").click()
    check(page)
    box, inside = (page.locator(one).bounding_box() for one in (".review-sign", ".review-sign [name=name]"))
    assert box["x"] <= inside["x"]
    assert inside["x"] + inside["width"] <= box["x"] + box["width"] + 1
    first = page.locator(".review-row--law .review-cells [lang=ar] p").nth(1)
    expect(first).to_have_text(SAYS["ar"][0])
    page.locator(".review-sign [name=name]").fill("الأستاذة العلمي، محامية")
    picture(page, "review-signing-ar")
    page.locator(".review-sign button").click()
    expect(page.locator(".review-sign strong")).to_have_text("موقع")
    with hub:
        assert LegalCheck.objects.get().name == "الأستاذة العلمي، محامية"
        lesson = LessonPage.objects.get(pk=lesson.pk)
        assert lesson.body_ar[0].value["to_check"] is False
        lesson.body_ar[0].value["text"] = "نص آخر"
        lesson.save_revision().publish()
    page.reload()
    expect(page.locator(".review-sign strong")).not_to_have_text("موقع")
    picture(page, "review-changed-ar")
    laptop = open_page(LAPTOP)
    open_as(laptop, site(hub, f"/admin/library/review/{module.pk}/{lesson.translation_key}/"), "jurist")
    check(laptop)
    picture(laptop, "review-wide-ar")
