"""One's own certificates: the list, the page, the paper, the name, another language."""

import pytest

from accounts.roles import Role
from certificates import actions
from certificates.models import Certificate, Letterhead
from core.dates import long_date
from people.consent import give_consent
from tests.support.certificates import (
    a_certificate,
    a_logo,
    a_person,
    a_training,
    a_user,
    again,
    count_queries,
    signed_in,
)  # fmt: skip
from tests.support.clients import TenantClient

HOURS = "13\u00a0h\u00a030"
GET_PAGES = ("", "pdf/")
POST_PAGES = ("name/show/", "name/hide/", "reissue/")


@pytest.fixture
def holder(own_ngo):
    """A client signed in as the holder."""
    return signed_in(own_ngo, a_user())


@pytest.fixture
def certificate(holder):
    person = a_person(user_id=holder.session["_auth_user_id"], name_other_script="سلمى مثال")
    return a_certificate(person, titles={"en": "First steps", "ar": "الخطوات الأولى"}, language="en")


def page(certificate, tail="", language="en"):
    return f"/{language}/certificates/{certificate.printed_code}/{tail}"


def test_without_certificates_the_page_says_how_one_gets_them(holder):
    html = holder.get("/en/certificates/mine/").content.decode()
    assert "No certificate yet" in html


def test_the_list_shows_ones_own_last_editions(holder, certificate):
    a_certificate(a_person("Autre Personne"))
    new = actions.reissue_certificate(certificate=certificate, language="ar", actor=a_user("u"))
    response = holder.get("/en/certificates/mine/")
    assert [one["certificate"] for one in response.context["certificates"]] == [new]
    html = response.content.decode()
    assert f'href="{page(new)}"' in html
    assert f'href="{page(new, "pdf/")}"' in html
    assert HOURS in html


def test_the_list_takes_as_many_queries_for_1_and_30(holder, certificate):
    holder.get("/en/certificates/mine/")
    few = count_queries(holder, "/en/certificates/mine/")
    for number in range(29):
        a_certificate(certificate.person, titles={"fr": f"Formation {number}"})
    assert len(holder.get("/en/certificates/mine/").context["certificates"]) == 30
    assert count_queries(holder, "/en/certificates/mine/") == few <= 18


@pytest.mark.parametrize("language", ["fr", "ar", "en", "fr-ar"])
def test_the_page_says_what_the_paper_says(holder, certificate, language):
    head = Letterhead.objects.create(logo=a_logo(), stamp=a_logo(size=(90, 90)))
    Certificate.objects.update(language=language, letterhead=head, objectives={"fr": ["Agir"], "ar": ["التصرف"]})
    response = holder.get(page(certificate))
    html = response.content.decode()
    for code in language.split("-"):
        assert f'lang="{code}" dir="{"rtl" if code == "ar" else "ltr"}"' in html
    for sheet in response.context["sheets"]:
        assert str(sheet.holder) in html
        assert str(sheet.training) in html
        assert [f">{aim}</bdi>" in html for aim in sheet.aims] == [True]
    assert html.count("data:image/png;base64,") == 2 * len(language.split("-"))
    assert f"http://own-ngo.localhost/verify/{certificate.printed_code}" in html
    assert html.count("<h1") == 1


def test_the_paper_is_a_pdf_nobody_else_keeps(holder, certificate):
    response = holder.get(page(certificate, "pdf/"))
    assert (response.status_code, response.headers["Content-Type"]) == (200, "application/pdf")
    assert response.headers["Content-Disposition"] == (
        f'attachment; filename="certificate-{certificate.printed_code}.pdf"'
    )
    assert "no-store" in response.headers["Cache-Control"]
    assert response.content.startswith(b"%PDF-1.7")


def test_a_revoked_one_is_shown_as_such_and_not_printed(holder, certificate):
    actions.revoke_certificate(certificate=certificate, reason="Liste erronée", actor=a_user("u"))
    assert holder.get(page(certificate, "pdf/")).url == page(certificate)
    html = holder.get(page(certificate)).content.decode()
    assert "This certificate is revoked since" in html
    assert "Liste erronée" not in html
    assert "/pdf/" not in html
    assert "/pdf/" not in holder.get("/en/certificates/mine/").content.decode()


def test_of_two_revocations_the_one_that_stands_is_shown(holder, certificate):
    for reason in ("Première", "Seconde"):
        actions.restore_certificate(certificate=certificate, actor=a_user(f"{reason}-undone"))
        actions.revoke_certificate(certificate=certificate, reason=reason, actor=a_user(reason))
    assert holder.get(page(certificate)).context["revocation"].reason == "Seconde"


def test_of_an_erased_holder_nothing_is_printed(own_ngo, sign_in, certificate):
    Certificate.objects.update(holder="", holder_other_script="")
    coordinator = sign_in(own_ngo, Role.COORDINATOR)
    assert coordinator.get(page(certificate)).status_code == 200
    assert coordinator.get(page(certificate, "pdf/")).status_code == 404


def test_the_holder_agrees_and_withdraws(holder, certificate):
    assert holder.post(page(certificate, "name/show/")).url == "/en/certificates/mine/"
    assert again(certificate).show_name is True
    holder.post(page(certificate, "name/hide/"))
    assert again(certificate).show_name is False
    assert [holder.get(page(certificate, f"name/{verb}/")).status_code for verb in ("show", "hide")] == [405, 405]


@pytest.mark.parametrize("role", [Role.COORDINATOR, Role.ADMINISTRATOR])
def test_staff_do_not_agree_in_the_holders_place(sign_in, own_ngo, certificate, role):
    client = sign_in(own_ngo, role)
    assert client.get(page(certificate)).status_code == 200
    assert client.post(page(certificate, "name/show/")).status_code == 404
    assert "/name/show/" not in client.get(page(certificate)).content.decode()
    assert again(certificate).show_name is False


def test_the_holder_takes_another_language(holder, certificate):
    response = holder.post(page(certificate, "reissue/"), {"language": "fr-ar"})
    new = Certificate.objects.get(number=2)
    assert (response.url, new.language, again(certificate).state) == (page(new), "fr-ar", "replaced")
    assert f'href="{page(new)}"' in holder.get(page(certificate)).content.decode()
    assert "/reissue/" not in holder.get(page(certificate)).content.decode()


@pytest.mark.parametrize("language", ["en", "de", ""])
def test_another_language_is_one_of_those_offered(holder, certificate, language):
    assert holder.post(page(certificate, "reissue/"), {"language": language}).url == page(certificate)
    assert Certificate.objects.count() == 1


NOT_READY = (
    "The course is not ready in this language yet: Arabic. Take the certificate in another one, or ask who is in "
    "charge of the course to have it translated; from then on it is to be had here."
)


@pytest.mark.parametrize("language", ["ar", "fr-ar"])
def test_a_language_the_course_is_not_ready_in_is_refused_with_the_way_out(holder, course, language):
    course.ready_ar = False
    course.save()
    certificate = a_certificate(
        a_person(user_id=holder.session["_auth_user_id"]), kind="course", uuid=course.translation_key,
        titles={"fr": "Cours fr", "en": "Cours en"}, language="fr",
    )  # fmt: skip
    response = holder.post(page(certificate, "reissue/"), {"language": language}, follow=True)
    assert [str(message) for message in response.context["messages"]] == [NOT_READY]
    assert Certificate.objects.count() == 1
    course.ready_ar, course.heading_fr, course.objectives_ar = True, "Autrement", "التصرف"
    course.save()
    holder.post(page(certificate, "reissue/"), {"language": language})
    new = Certificate.objects.get(number=2)
    assert (new.language, new.titles, new.objectives) == (
        language, {"fr": "Cours fr", "en": "Cours en", "ar": "Cours ar"}, {"ar": ["التصرف"]},
    )  # fmt: skip


def test_a_course_that_is_gone_is_certified_in_the_languages_it_had(holder):
    certificate = a_certificate(
        a_person(user_id=holder.session["_auth_user_id"]), kind="course", titles={"fr": "Cours"}, language="fr"
    )
    for language in ("ar", "fr-ar", "en"):
        holder.post(page(certificate, "reissue/"), {"language": language})
    assert Certificate.objects.count() == 1


def test_a_second_press_makes_no_third_edition(holder, certificate):
    for _ in range(2):
        response = holder.post(page(certificate, "reissue/"), {"language": "ar"})
    assert response.url == page(certificate)
    assert Certificate.objects.count() == 2


@pytest.mark.parametrize("who", ["anonymous", "somebody else", "trainer", "stranger"])
def test_nobody_else_sees_or_changes_it(client, sign_in, own_ngo, other_ngo, certificate, who):
    asking = {
        "anonymous": lambda: client,
        "somebody else": lambda: sign_in(own_ngo),
        "trainer": lambda: sign_in(own_ngo, Role.TRAINER),
        "stranger": lambda: sign_in(other_ngo, Role.COORDINATOR),
    }[who]()
    expected = 302 if who == "anonymous" else 404
    assert [asking.get(page(certificate, tail)).status_code for tail in GET_PAGES] == [expected] * 2
    posted = [asking.post(page(certificate, tail), {"language": "ar"}).status_code for tail in POST_PAGES]
    assert posted == [expected] * 3
    assert (Certificate.objects.count(), again(certificate).show_name) == (1, False)
    if who == "anonymous":
        assert asking.get(page(certificate)).url == f"/en/sign-in/?next={page(certificate)}"
    else:
        assert certificate.printed_code not in asking.get("/en/certificates/mine/").content.decode()


def test_a_merged_record_still_leads_to_its_holder(holder, certificate):
    kept = a_person("Salma E. Exemple")
    certificate.person.merged_into = kept
    certificate.person.save()
    theirs = actions.issue_certificate(training=a_training(), person=kept, minutes=60)
    shown = {one["certificate"] for one in holder.get("/en/certificates/mine/").context["certificates"]}
    assert shown == {certificate, theirs}


def test_everybody_signed_in_finds_their_certificates_in_the_menu(client, holder):
    assert 'href="/en/certificates/mine/"' in holder.get("/en/").content.decode()
    assert 'href="/en/certificates/mine/"' not in client.get("/en/").content.decode()


def test_the_hub_has_the_same_pages(hub):
    with hub:
        user = a_user()
        certificate = a_certificate(a_person(user=user))
        client = TenantClient(hub)
        client.force_login(user)
    assert client.get(page(certificate)).status_code == 200


def consent_of(certificate):
    """Without it a participant's own pages ask for it first."""
    give_consent(person=certificate.person)


@pytest.mark.parametrize(("more", "numbers"), [(2, (1, 0)), (5, (4, 3, 2, 1))], ids=["all three", "five of six"])
def test_my_first_page_shows_the_last_editions_of_my_five_newest(
    holder, certificate, own_ngo, other_ngo, more, numbers
):
    consent_of(certificate)
    for number in range(more):
        a_certificate(certificate.person, titles={"fr": f"Formation {number}"})
    last = actions.reissue_certificate(certificate=certificate, language="ar", actor=a_user("u"))
    others = a_certificate(a_person("Autre Personne"))
    (part,) = [part for part in holder.get("/en/me/").context["parts"] if "certificates" in part.context]
    shown = part.context["certificates"]
    assert [str(one["title"]) for one in shown] == ["First steps", *(f"Formation {number}" for number in numbers)]
    assert (shown[0]["certificate"], shown[0]["length"], shown[0]["state"]) == (last, HOURS, "valid")
    html = holder.get("/en/me/").content.decode()
    assert (page(last) in html, page(others) in html, page(certificate) in html) == (True, False, False)
    with other_ngo:
        theirs = a_user()
        give_consent(person=a_person(user=theirs))
    assert page(last) not in signed_in(other_ngo, theirs).get("/en/me/").content.decode()


def test_without_certificates_my_first_page_says_nothing_of_them(holder):
    give_consent(person=a_person(user_id=holder.session["_auth_user_id"]))
    assert [part for part in holder.get("/en/me/").context["parts"] if "certificates" in part.context] == []


def test_my_data_hold_every_edition(holder, certificate):
    consent_of(certificate)
    a_certificate(a_person("Autre Personne"))
    new = actions.reissue_certificate(certificate=certificate, language="fr-ar", actor=a_user("u"))
    actions.show_name(certificate=new, shown=True)
    actions.revoke_certificate(certificate=new, reason="Liste erronée", actor=a_user("v"))
    kept = holder.get("/ar/my-data/my-data.json").json()["certificates"]
    both = {
        "heading": "الخطوات الأولى", "holder": "Salma Exemple", "holder_other_script": "سلمى مثال", "minutes": 810,
        "state": "revoked", "show_name": True,
    }  # fmt: skip
    assert kept == [
        both | {"code": one.printed_code, "language": language, "issued_at": one.issued_at.isoformat()}
        for one, language in ((new, "fr-ar"), (again(certificate), "en"))
    ]


def test_my_data_say_it_in_words(holder, certificate):
    consent_of(certificate)
    (section,) = [one for one in holder.get("/en/my-data/").context["sections"] if one.name == "certificates"]
    (entry,) = section.entries
    assert [(fact.label, str(fact.text)) for fact in entry.facts] == [
        ("Code", certificate.printed_code), ("Name on the certificate", "Salma Exemple"),
        ("Name in the other script", "سلمى مثال"), ("Language", "English"),
        ("Followed", f"{HOURS} · from 12 July 2026 to 14 July 2026"),
        ("Issued on", long_date(certificate.issued_at)), ("State", "valid"), ("Name shown when verified", "No"),
    ]  # fmt: skip
