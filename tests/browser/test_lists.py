"""From a list as NGOs keep it to a roll that is ready, in few presses: French and Arabic, laptop and phone."""

import time

import pytest
from playwright.sync_api import expect

from accounts.roles import Role
from people.models import ListAnswer, Person
from sessions.querysets import people_on_list
from tests.browser.pages import LAPTOP, PHONE, check, sign_in
from tests.people.lists.fictional import MEN, WOMEN
from tests.people.lists.formats import xlsx
from tests.support.sessions import a_person, a_session

everywhere = pytest.mark.parametrize(
    ("language", "viewport"), [("fr", LAPTOP), ("fr", PHONE), ("ar", LAPTOP), ("ar", PHONE)],
    ids=["fr-laptop", "fr-phone", "ar-laptop", "ar-phone"],
)  # fmt: skip
MOST_PRESSES, MOST_SECONDS = 10, 120


def forty_people():
    """A sheet as an NGO sends it: title, two doubtful words, one that nobody can know, a total, a signature."""
    given = [one[0] for one in (*WOMEN, *MEN)]
    family = [one[1] for one in (*MEN, *WOMEN)]
    known = ["Assistante sociale", "Juge", "Avocat", "Infirmière", "Policier", "مساعدة اجتماعية"]
    callings = [*known, "Assitante sociale", "fonctionnaire"]
    head = ["N°", "Nom", "Prénom", "Tél / الهاتف", "Fonction / الصفة", "Ville", "Signature"]
    rows = [["Association Argane"], [], head]
    rows += [
        [at + 1, family[at * 3 % 14], given[at * 5 % 14] + " " + given[at % 13 + 1], f"06 70 10 {at:02} {at:02}",
         callings[at % 8 if at < 16 else at % 6], "Agadir", ""]
        for at in range(40)
    ]  # fmt: skip
    return xlsx(("Liste", [*rows, ["", "Total : 40"], ["", "Signature du coordinateur"]]))


def four_people():
    """Two whom the register has under another spelling, two whom it has not."""
    names = ("Mohammed ALAMI", "أمينة بنعلي", "Zineb Haddad", "Omar Tazi")
    return xlsx(("Liste", [["Nom complet", "Fonction"], *([name, "Juge"] for name in names)]))


class Presses:
    """Counts what a coordinator presses."""

    def __init__(self, page):
        self.page, self.count = page, 0

    def press(self, selector):
        self.page.locator(selector).first.click()
        self.count += 1

    def choose(self, selector, value):
        """Opening a list of choices and choosing: two presses."""
        self.page.locator(selector).first.select_option(value)
        self.count += 2

    def hand_in(self, selector, name, data):
        kind = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
        self.page.locator(selector).set_input_files({"name": name, "mimeType": kind, "buffer": data})
        self.count += 1


@everywhere
def test_from_forty_people_in_a_file_to_a_ready_roll(
    site, own_ngo, other_ngo, make_user, open_page, language, viewport, transactional_db
):
    make_user(own_ngo, Role.COORDINATOR, "somebody")
    session = a_session(title="Premier contact")
    page = open_page(viewport)
    sign_in(page, site(own_ngo, f"/{language}/sign-in/?next=/{language}/sessions/{session.uuid}/"), "somebody")
    hand, began = Presses(page), time.monotonic()
    hand.press("a[href*='/lists/?onto=']")
    hand.hand_in("[name=file]", "Liste_SAVE.xlsx", forty_people())
    hand.press("main form button")
    expect(page.locator("section[aria-labelledby=rows-heading] tbody tr")).to_have_count(40)
    took = time.monotonic() - began
    check(page)
    began = time.monotonic()
    doubtful = page.locator("[name^=take-category]:not(:checked)")
    assert doubtful.count() == 2
    hand.press("[name^=take-category]:not(:checked) >> nth=0")
    hand.choose("select[name^=as-category]:has(option:checked[value=''])", "-")
    hand.press("form[action$='/import/'] button:not([formaction])")
    expect(page.locator(".message--done")).to_be_visible()
    took += time.monotonic() - began
    check(page)
    hand.press(f"a[href$='/sessions/{session.uuid}/']")
    hand.press("a[href$='/1/'], a[href$='/1/attendance/']")
    expect(page.locator("main")).to_contain_text("40")
    assert (hand.count <= MOST_PRESSES, took < MOST_SECONDS, people_on_list(session).count()) == (True, True, 40)
    assert ListAnswer.objects.filter(about="category").count() == 2
    with other_ngo:
        assert (Person.objects.count(), ListAnswer.objects.count()) == (0, 0)


@pytest.mark.parametrize(("language", "viewport"), [("fr", LAPTOP), ("ar", PHONE)], ids=["fr", "ar"])
def test_the_pairs_of_an_import_are_answered_by_keyboard_alone(
    site, own_ngo, make_user, open_page, language, viewport, transactional_db
):
    """No pointer: every press is a key, each pair is answered where the focus comes up."""
    make_user(own_ngo, Role.COORDINATOR, "somebody")
    a_person("محمد العلمي")
    a_person("Amina Benali")
    page = open_page(viewport)
    sign_in(page, site(own_ngo, f"/{language}/sign-in/?next=/{language}/sessions/lists/"), "somebody")
    kind = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    page.locator("[name=file]").set_input_files({"name": "l.xlsx", "mimeType": kind, "buffer": four_people()})
    page.locator("main form button").first.press("Enter")
    page.locator("form[action$='/import/'] button:not([formaction])").press("Enter")
    page.locator("a[href*='/duplicates/?list=']").press("Enter")
    expect(page.locator("main .card")).to_have_count(2)
    check(page)
    verdicts = {}
    while page.locator("main .card").count():
        left = page.locator("main .card").count()
        name = page.locator("main .card h2 bdi").first.inner_text()
        wanted = "two" if name in ("Amina Benali", "أمينة بنعلي") else "one"
        for _press in range(6):
            if page.evaluate("document.activeElement.value") == wanted:
                break
            page.keyboard.press("Tab")
        verdicts[wanted] = page.evaluate("document.activeElement.value")
        page.keyboard.press("Enter")
        expect(page.locator("main .card")).to_have_count(left - 1)
    assert verdicts == {"one": "one", "two": "two"}
    merged = Person.objects.filter(merged_into__isnull=False)
    assert {person.full_name for person in (*merged, merged.get().merged_into)} == {"محمد العلمي", "Mohammed ALAMI"}
    check(page)
