"""A trainer draws the graph of a case: arrows by mouse and by keyboard, saved by itself, played from a scene."""

from playwright.sync_api import Page, expect

from accounts.roles import Role
from courses.models import Exercise, Option, Scene
from tests.browser.pages import LAPTOP, check, sign_in


def a_case() -> Exercise:
    made = Exercise(heading_fr="L’appel", heading_ar="المكالمة", kind="simulation", live=False)
    made.scenes = [
        Scene(number=1, heading_fr="Un", text_fr="Il appelle.", options=[Option(text_fr="Attendre", leads_to=2)]),
        Scene(number=2, heading_fr="Deux", text_fr="Elle est protégée.", outcome="protected", rule_fr="Règle"),
        Scene(number=3, heading_fr="Trois", text_fr="Il sonne."),
    ]
    made.save()
    made.save_revision()
    return made


def arrows(case: Exercise) -> list[tuple[int, str, int]]:
    scenes = Exercise.objects.get(pk=case.pk).get_latest_revision_as_object().scenes.all()
    return [(scene.number, option.text_fr, option.leads_to) for scene in scenes for option in scene.options.all()]


def test_arrows_are_drawn_by_mouse_and_by_keyboard_and_the_case_is_played(site, own_ngo, make_user, open_page):
    user, case = make_user(own_ngo, Role.TRAINER, "trainer"), a_case()
    page = open_page(LAPTOP)
    path = f"/admin/write/cases/{case.pk}/"
    sign_in(page, site(own_ngo, f"/fr/sign-in/?next={path}"), "trainer")
    problems = page.locator("[data-problems]")
    expect(problems).to_contain_text("La scène 3 ne peut être atteinte")
    page.locator("[data-from]").first.focus()
    page.keyboard.press("Enter")
    page.get_by_role("button", name="Scène 3 : Trois", exact=True).focus()
    page.keyboard.press("Enter")
    page.keyboard.type("Aller voir")
    expect(page.locator("[data-status]")).to_contain_text("Enregistré à")
    assert arrows(case) == [(1, "Attendre", 2), (1, "Aller voir", 3)]
    expect(problems).not_to_contain_text("ne peut être atteinte")
    start = page.get_by_role("button", name="Nouvelle décision de la scène 3").bounding_box()
    end = page.get_by_role("button", name="Scène 2 : Deux").locator("rect").bounding_box()
    page.mouse.move(start["x"] + start["width"] / 2, start["y"] + start["height"] / 2)
    page.mouse.down()
    page.mouse.move(end["x"] + 60, end["y"] + 20, steps=4)
    page.mouse.up()
    page.keyboard.type("Alerter")
    page.wait_for_timeout(1000)
    expect(page.locator("[data-status]")).to_contain_text("Enregistré à")
    page.wait_for_timeout(2500)
    assert arrows(case) == [(1, "Attendre", 2), (1, "Aller voir", 3), (3, "Alerter", 2)]
    page.locator("[data-play-all]").click()
    page.locator("[data-played]").get_by_role("button", name="Attendre").click()
    expect(page.locator("[data-played]")).to_contain_text("Règle")
    page.locator("[data-stop]").click()
    check(page)
    user.wagtail_userprofile.preferred_language = "ar"
    user.wagtail_userprofile.save()
    page.reload()
    page.locator("[data-view=list]").click()
    check(page)


def test_an_arrow_is_drawn_by_a_finger(site, own_ngo, make_user, open_page):
    make_user(own_ngo, Role.TRAINER, "trainer")
    case = a_case()
    page = open_page(LAPTOP, has_touch=True)
    path = f"/admin/write/cases/{case.pk}/"
    sign_in(page, site(own_ngo, f"/fr/sign-in/?next={path}"), "trainer")
    draw(page, "Nouvelle décision de la scène 3", "Scène 2 : Deux")
    page.keyboard.type("Alerter")
    expect(page.locator("[data-status]")).to_contain_text("Enregistré à")
    assert arrows(case) == [(1, "Attendre", 2), (3, "Alerter", 2)]
    draw(page, "Nouvelle décision de la scène 1", "")
    page.keyboard.type("Rappeler")
    page.wait_for_timeout(3000)
    assert arrows(case) == [(1, "Attendre", 2), (1, "Rappeler", 4), (3, "Alerter", 2)]
    page.get_by_role("button", name="Scène 2 : Deux").tap()
    expect(page.locator(".cg-scene--open [name$='-heading-fr']")).to_have_value("Deux")


def draw(page: Page, start: str, end: str) -> None:
    """With one finger, from the dot of a box to another box, or into the open."""
    foot = page.get_by_role("button", name=start).bounding_box()
    at = [foot["x"] + foot["width"] / 2, foot["y"] + foot["height"] / 2]
    to = [at[0] + 20, at[1] + 30]
    if end:
        box = page.get_by_role("button", name=end).locator("rect").bounding_box()
        to = [box["x"] + 60, box["y"] + 20]
    touch = page.context.new_cdp_session(page)
    for kind, places in (
        ("touchStart", [at]), ("touchMove", [[(at[0] + to[0]) / 2, (at[1] + to[1]) / 2]]), ("touchMove", [to]),
        ("touchEnd", []),
    ):  # fmt: skip
        points = [{"x": x, "y": y} for x, y in places]
        touch.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": points})
