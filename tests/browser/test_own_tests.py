"""The tests before and after a session on a participant's phone, light enough for a slow line."""

import pytest
from playwright.sync_api import expect

from accounts.models import User
from courses.models import Exercise, Question
from people.consent import give_consent
from sessions.models import TestScore
from tests.browser.pages import LAPTOP, PHONE, check, open_as
from tests.browser.rooms import person
from tests.support.courses import question, texts
from tests.support.exercises import right_answer, true_false
from tests.support.page_weight import over_budget, weigh


@pytest.mark.parametrize(("language", "viewport"), [("ar", PHONE), ("fr", LAPTOP)], ids=["ar", "fr"])
def test_before_and_after_on_the_phone(slot, own_ngo, site, open_page, language, viewport):
    exercise = Exercise(**texts("heading", "Avant et après"), kind="pre")
    exercise.questions = [question("un", 0), question("deux", 1, 2, multiple=True), true_false()]
    exercise.save()
    session = slot.session
    type(session).objects.filter(pk=session.pk).update(pre_test=exercise, post_test=exercise, venue="Salle 2")
    amina = person("Amina Alaoui")
    amina.user = User.objects.create_user(username="amina", password="x")
    amina.save(update_fields=["user"])
    give_consent(person=amina)
    page = open_page(viewport)
    own = site(own_ngo, f"/{language}/sessions/{session.uuid}/registered/")
    open_as(page, own, "amina")
    check(page)
    for kind in ("pre", "post"):
        page.locator(f"a[href$='/test/{kind}/']").click()
        check(page)
        for asked in Question.objects.prefetch_related("choices"):
            keys = right_answer(asked)
            for key in [keys] if isinstance(keys, str) else keys:
                page.check(f"[name=q{asked.pk}][value='{key}']")
        page.locator("main form .actions button").click()
        expect(page.locator(".message--done").first).to_be_visible()
    check(page)
    assert list(TestScore.objects.order_by("pk").values_list("kind", "score", "maximum", "source")) == [
        ("pre", 3, 3, "phone"), ("post", 3, 3, "phone"),
    ]  # fmt: skip
    TestScore.objects.all().delete()
    weights = {path: over_budget(*weigh(page, own + path)) for path in ("", "test/pre/", f"../{slot.number}/contest/")}
    assert {path: over for path, over in weights.items() if over} == {}


@pytest.mark.parametrize(("language", "viewport"), [("ar", PHONE), ("fr", LAPTOP)], ids=["ar", "fr"])
def test_the_trainer_sees_paper_and_phone(slot, own_ngo, site, open_page, language, viewport):
    exercise = Exercise(**texts("heading", "Avant"), kind="pre")
    exercise.save()
    type(slot.session).objects.update(pre_test=exercise)
    slot.session.test_scores.create(person=person("Amina Alaoui"), kind="pre", score=7, maximum=9, source="phone")
    page = open_page(viewport)
    open_as(page, site(own_ngo, f"/{language}/sessions/{slot.session.uuid}/tests/"))
    check(page)
    page.locator("section[aria-labelledby=phones] summary").click()
    expect(page.locator(".room-code svg")).to_be_visible()
    check(page)
    page.fill(f"[name='post-{person('Amina Alaoui').uuid}']", "18")
    page.locator(".actions--sticky button").click()
    expect(page.locator(".message--done")).to_be_visible()
    expect(page.locator("main .lead")).to_contain_text("77,8")
