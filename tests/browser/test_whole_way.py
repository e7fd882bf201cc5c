"""The whole way of somebody with neither mail nor phone: joined by a code, reminded by the device, learning in two
languages and for a while without a network, PIN forgotten, back on another phone, finished, certificate and badge
verified."""

import base64
import datetime
import json
from urllib.parse import urlsplit

import pytest
from django.utils import timezone
from openbadgeslib.ob3 import OB3Verifier
from playwright.sync_api import expect

from accounts.models import JoinCode
from accounts.roles import Role
from certificates.models import Certificate
from courses.models import Enrolment, LessonProgress
from people.models import Person, PushSubscription
from tests.browser.pages import LAPTOP, PHONE, answer_rightly, check, join, sign_in, wait_until
from tests.browser.reminded import as_shown, deliver, look_at_noon, may_be_reminded, shown
from tests.support.practice_course import load_course

NAMES = {"fr": "Salma Exemple", "ar": "سلمى مثال"}
INITIALS = {"fr": "S. E.", "ar": "س. م."}
OTHER = {"fr": "ar", "ar": "fr"}


@pytest.mark.parametrize("language", ["ar", "fr"])
def test_with_neither_mail_nor_phone_to_the_certificate(site, own_ngo, make_user, push_service, open_page, language):
    course = load_course()
    code, origin = JoinCode.objects.get().code, site(own_ngo, "")
    way = Way(origin, language, code, open_page(PHONE, loses_network=True))
    may_be_reminded(way.page, origin, push_service.new_device())
    way.join()
    way.ask_to_be_reminded()
    lessons = [lesson.url.partition("/fr/")[2] for lesson in course.live_lessons()]
    way.finish(lessons[0])
    way.be_reminded(own_ngo, push_service)
    way.finish_in_another_language(lessons[1])
    way.learn_in_flight_mode(course, lessons)
    pin = way.forget_the_pin(open_page(LAPTOP), make_user, own_ngo)
    assert PushSubscription.objects.count() == 0  # the first phone may be lost: it shows nothing any more
    way.come_back(open_page(PHONE), pin)
    for lesson in lessons[3:]:
        way.finish(lesson)
    way.pass_every_exercise(course)
    anybody = open_page(PHONE)
    way.verify(anybody)
    way.verify_the_badge(anybody)


class Way:
    """What she does, on the phone she has at the time."""

    def __init__(self, origin, language, code, page):
        self.origin, self.language, self.code, self.page = origin, language, code, page

    def go(self, path, language=""):
        self.page.goto(f"{self.origin}/{language or self.language}/{path}")

    def join(self):
        self.go(f"join/{self.code}/")
        join(self.page, NAMES[self.language], "246810")
        person = Person.objects.get()
        assert (person.full_name, person.email, person.phone) == (NAMES[self.language], "", "")

    def ask_to_be_reminded(self):
        self.go("me/")
        self.page.locator("main a[href$='/me/reminders/']").click()
        self.page.locator("form[data-push-state~=off] button").click()
        expect(self.page.locator("form[data-push-state=on]")).to_be_visible()

    def finish(self, lesson):
        self.go(lesson)
        with self.page.expect_navigation():
            self.page.locator("form[action$='/done/'] button").click()

    def be_reminded(self, tenant, push_service):
        """Two weeks pass in which she does nothing."""
        ago = timezone.now() - datetime.timedelta(days=15)
        Enrolment.objects.update(joined_at=ago)
        LessonProgress.objects.update(done_at=ago)
        look_at_noon(tenant)
        (taken,) = push_service.taken
        assert (taken.words["language"], taken.words["path"]) == (self.language, f"/{self.language}/me/")
        deliver(self.page, self.origin, json.dumps(taken.words))
        assert shown(self.page, self.origin, 1) == [as_shown(taken)]
        self.page.goto(self.origin + taken.words["path"])
        expect(self.page.locator("main a.button").first).to_be_visible()

    def finish_in_another_language(self, lesson):
        self.go(lesson)
        other = OTHER[self.language]
        self.page.locator(f".languages a[lang={other}]").click()
        expect(self.page.locator("html")).to_have_attribute("lang", other)
        check(self.page)
        with self.page.expect_navigation():
            self.page.locator("form[action$='/done/'] button").click()

    def learn_in_flight_mode(self, course, lessons):
        self.go(f"learn/courses/{course.pk}/offline/")
        self.page.locator("[data-save-start]").click()
        expect(self.page.locator("[data-save-delete]")).to_be_visible(timeout=60_000)
        before = LessonProgress.objects.count()
        self.page.context.set_offline(True)
        self.go(lessons[2])
        self.page.locator("form[action$='/done/'] button").click()
        expect(self.page.locator("[data-outbox-count]")).to_contain_text("1")
        assert LessonProgress.objects.count() == before
        self.page.context.set_offline(False)
        self.go("me/")
        wait_until(self.page, "(await window.outbox.own()).length === 0")
        assert LessonProgress.objects.count() == before + 1

    def forget_the_pin(self, desk, make_user, tenant):
        """Her coordinator gives a new one, at once; it is read aloud."""
        make_user(tenant, Role.COORDINATOR, "coordinator")
        sign_in(desk, f"{self.origin}/{self.language}/sign-in/?next=/{self.language}/accounts/", "coordinator")
        desk.get_by_role("link", name=NAMES[self.language]).click()
        desk.locator("main a[href$='/pin/']").click()
        desk.locator("main form button").click()
        return desk.locator(".big__value").inner_text()

    def come_back(self, phone, pin):
        self.page = phone
        self.go(f"join/{self.code}/back/")
        for tried in ("135790", pin):  # the one she had in mind, then the new one
            phone.fill("[name=name]", NAMES[self.language])
            phone.fill("[name=pin]", tried)
            phone.locator("main form button").click()
            if tried != pin:
                expect(phone.locator(".message--wrong, .field__error").first).to_be_visible()
                check(phone)
        phone.wait_for_url(lambda url: "/back/" not in url)

    def pass_every_exercise(self, course):
        for lesson in course.live_lessons():
            for entry in lesson.lesson_exercises.all():
                self.go(f"learn/lessons/{lesson.pk}/exercises/{entry.exercise_id}/")
                answer_rightly(self.page, entry.exercise.bank or entry.exercise).click()
                expect(self.page.locator(".big__value")).to_be_visible()

    def verify(self, anybody):
        """The certificate is there by itself; whoever has its code reads initials, not a name."""
        enrolment = Enrolment.objects.get()
        assert enrolment.completed_at is not None
        self.go("certificates/mine/")
        expect(self.page.locator("main article")).to_have_count(1)
        check(self.page)
        with self.page.expect_download() as download:
            self.page.locator("a[href$='.pdf'], a[href$='/pdf/']").first.click()
        assert download.value.path().read_bytes().startswith(b"%PDF-1.7")
        certificate = Certificate.objects.get()
        anybody.goto(f"{self.origin}/{self.language}/verify/")
        anybody.locator("main form input:not([type=hidden])").fill(certificate.printed_code)
        anybody.locator("main form button").click()
        expect(anybody.locator("main")).to_contain_text(INITIALS[self.language])
        check(anybody)
        assert NAMES[self.language] not in anybody.content()

    def verify_the_badge(self, anybody):
        """A library that did not sign it finds it genuine, of this NGO and not revoked; it names nobody."""
        certificate = Certificate.objects.get()
        self.go(f"certificates/{certificate.printed_code}/")
        self.page.locator("a[href$='/badge/']").click()
        with self.page.expect_download() as download:
            self.page.locator("main form button").click()
        picture = download.value.path().read_bytes()
        token = OB3Verifier.extract_token_from_svg(picture)
        issuer = json.loads(base64.urlsafe_b64decode(token.split(".")[1] + "=="))["iss"]
        assert issuer.startswith(f"did:web:{urlsplit(self.origin).hostname}")

        def reach(url):
            return anybody.evaluate("async (path) => (await fetch(path)).text()", urlsplit(url).path).encode()

        found = OB3Verifier.for_issuer_did(issuer, download=reach).verify(token, check_status=True, download=reach)
        assert found.id.endswith(f"/verify/{certificate.printed_code}")
        assert NAMES[self.language] not in picture.decode() + str(found)
