"""A question is written in the editor."""

from playwright.sync_api import expect

from accounts.roles import Role
from courses.models import Question
from tests.browser.exercises import picture
from tests.browser.pages import LAPTOP, sign_in


def test_a_sorting_question_is_written_in_the_editor(site, own_ngo, make_user, open_page):
    make_user(own_ngo, Role.TRAINER, "trainer")
    page = open_page(LAPTOP)
    path = "/admin/snippets/courses/exercise/add/"
    sign_in(page, site(own_ngo, f"/fr/sign-in/?next={path}"), "trainer")
    page.locator("[name=heading_fr]").fill("Trier")
    expect(page.locator("[name=bank], [name=drawn]").last).to_be_visible()
    page.select_option("[name=kind]", "bank")
    expect(page.locator("[name=drawn]")).to_be_hidden()
    page.select_option("[name=kind]", "simulation")
    expect(page.get_by_role("tab", name="Questions")).to_be_hidden()
    page.select_option("[name=kind]", "practice")
    page.get_by_role("tab", name="Questions").click()
    page.locator("#id_questions-ADD").click()
    expect(page.locator("#id_questions-0-choices-ADD")).to_be_visible()
    expect(page.locator("#id_questions-0-groups-ADD")).to_be_hidden()
    expect(page.locator("[name=questions-0-form]")).to_be_hidden()
    page.select_option("[name=questions-0-kind]", "sorting")
    expect(page.locator("#id_questions-0-choices-ADD")).to_be_hidden()
    page.locator("[name=questions-0-text_fr]").fill("Acte ou moyen ?")
    for group, (name, items) in enumerate({"Acte": ["Recruter", "Héberger"], "Moyen": ["Menacer"]}.items()):
        page.locator("#id_questions-0-groups-ADD").click()
        page.locator(f"[name=questions-0-groups-{group}-text_fr]").fill(name)
        for place, text in enumerate(items):
            page.locator(f"#id_questions-0-groups-{group}-items-ADD").click()
            page.locator(f"[name=questions-0-groups-{group}-items-{place}-text_fr]").fill(text)
    picture(page, "editor")
    page.locator("footer .w-dropdown__toggle, footer [data-w-dropdown-target=toggle]").first.click()
    page.locator("[name=action-publish]").click()
    page.wait_for_url("**/admin/snippets/courses/exercise/")
    question = Question.objects.get()
    assert question.exercise.live
    kept = {group.text_fr: [item.text_fr for item in group.items.all()] for group in question.groups.all()}
    assert kept == {"Acte": ["Recruter", "Héberger"], "Moyen": ["Menacer"]}
