"""Lists of what the organisation keeps and publishes: messages, periods, targets, audits, hours, logframes, issues of
the newsletter, imported lists; and the hub's: health, projects, periods of the NGOs."""

import datetime

import pytest
from django.utils import timezone
from wagtail.models import ModelLogEntry

from accounts.models import ChosenColumns, User
from accounts.roles import Role
from impact.models import Audit, ReportingPeriod, Target
from impact.publishing import open_period
from network.models import Partner, Project
from pages.models import HomePage, NewsIndexPage, NewsPage
from people.models import PeopleList, SentMessage
from tenants.models import TenantHealth
from tests.config.test_lists import columns_of, named, rows_of
from tests.support.queries import count_queries
from tests.support.sessions import HalfDay, a_person, a_session, a_user

DAY = datetime.date
MESSAGES, PERIODS, TARGETS, AUDITS = (
    "/fr/reminders/", "/fr/figures/periods/", "/fr/figures/targets/", "/fr/figures/audits/",
)  # fmt: skip
HOURS, LOGFRAMES, ISSUES, IMPORTS = (
    "/fr/sessions/hours/", "/fr/logframes/", "/fr/newsletter/sending/", "/fr/sessions/lists/",
)  # fmt: skip
HEALTH, PROJECTS, ENTRIES = "/fr/network/health/", "/fr/network/projects/", "/fr/network/periods/"
TAKEN_FILES = "/fr/sessions/lists/taken/"
OF_AN_NGO = [MESSAGES, PERIODS, TARGETS, AUDITS, HOURS, LOGFRAMES, ISSUES, IMPORTS]
OF_THE_HUB = [HEALTH, PROJECTS, ENTRIES]
WITH_NAMES = [HOURS, IMPORTS]


def a_project(code, ngo, **facts):
    project = Project.objects.create(
        **{"code": code, "title_fr": f"Titre {code}", "starts": DAY(2018, 1, 1), "ends": DAY(2098, 12, 31)} | facts
    )
    Partner.objects.create(project=project, tenant=ngo.uuid, name=ngo.name_fr, joined=DAY(2018, 1, 1))
    return project


def add_one_of_each(number, ngo, actor):
    """One row more in every list of the NGO, and one project more of the network."""
    year = 1991 + number
    person = a_person(f"Salma {number}")
    SentMessage.objects.create(kind="session", person=person.uuid, key=f"{number}", channel="mail", outcome="failed")
    open_period(start=DAY(year, 1, 1), end=DAY(year, 12, 31))
    Target.objects.create(start=DAY(2019, 1, 1), end=DAY(2019, 1, 1 + number), indicator="ATT", value=number + 1)
    trainer = User.objects.create_user(username=f"trainer-{number}", first_name=f"Salma {number}")
    held = a_session(HalfDay(DAY(2019, 5, 6), "morning", 60 + number), title=f"Salma {number}", trainers=[trainer])
    type(held).objects.filter(pk=held.pk).update(state="held")
    audit = Audit.objects.create(start=DAY(2019, 1, 1), end=DAY(2019, 12, 31), seed=f"{number}", drawn_by=actor)
    recount = audit.recounts.create(session=held, recorded=2)
    recount.counts.create(on_sheets=1, counted_by=actor)
    a_project(f"P{number}", ngo, starts=DAY(year, 1, 1))
    news = NewsIndexPage.objects.first() or HomePage.objects.get().add_child(
        instance=NewsIndexPage(slug="news", heading_fr="Nouvelles", ready_fr=True)
    )
    news.add_child(instance=NewsPage(
        slug=f"n{number}", heading_fr=f"Salma {number}", ready_fr=True, kind="newsletter", day=DAY(year, 1, 1),
    ))  # fmt: skip
    PeopleList.objects.create(name=f"Salma {number}", state="applied", made_by=actor)


@pytest.fixture
def actor(own_ngo):
    return a_user("Salma")


@pytest.fixture
def administrator(own_ngo, sign_in):
    return sign_in(own_ngo, Role.ADMINISTRATOR)


@pytest.fixture
def network(hub, sign_in):
    return sign_in(hub, Role.NETWORK_COORDINATOR)


@pytest.mark.parametrize("path", OF_AN_NGO)
def test_each_is_ordered_taken_as_a_file_and_written_down(administrator, own_ngo, actor, path):
    for number in range(2):
        add_one_of_each(number, own_ngo, actor)
    page = administrator.get(path)
    usual = named(page)
    assert len(usual) == 2
    ways = [column.sort.value for column in page.context["list"].table.columns if column.sort]
    assert [way for way in ways if len(named(administrator.get(path, {"order": way}))) != 2] == []
    (now,) = [column.sort.value for column in page.context["list"].table.columns if column.sort and column.sort.state]
    assert named(administrator.get(path, {"order": now})) == usual[::-1] or len(set(usual)) == 1
    answer = administrator.post(path, {"file": "csv"})
    assert (answer.status_code, answer["Content-Type"]) == (200, "text/csv; charset=utf-8")
    assert answer.content.startswith(b"\xef\xbb\xbf")
    rows = rows_of(answer)
    assert len(rows) == 3
    assert {len(row) for row in rows} == {len(rows[0])}
    assert [row for row in rows if "<" in "".join(row)] == []
    assert ModelLogEntry.objects.get(action="core.take_list").data["rows"] == 2


@pytest.mark.parametrize("path", OF_AN_NGO)
def test_the_stranger_sees_and_takes_nothing_of_ours(own_ngo, other_ngo, sign_in, actor, path):
    add_one_of_each(1, own_ngo, actor)
    stranger = sign_in(other_ngo, Role.ADMINISTRATOR)
    for answer in (stranger.get(path), stranger.post(path, {"file": "csv"})):
        assert (answer.status_code, "Salma" in answer.content.decode(), "P1" in answer.content.decode()) == (
            200, False, False,
        )  # fmt: skip
    assert rows_of(stranger.post(path, {"file": "csv"}))[1:] == []


@pytest.mark.parametrize("path", OF_AN_NGO)
def test_as_many_queries_for_thirty_lines_as_for_one(administrator, own_ngo, actor, path):
    add_one_of_each(0, own_ngo, actor)
    Target.objects.all().delete()  # each period of targets is counted: a test of its own
    administrator.get(path)
    few = count_queries(administrator, path)
    for number in range(1, 30):
        add_one_of_each(number, own_ngo, actor)
    Target.objects.all().delete()
    administrator.get(path)
    assert count_queries(administrator, path) == few


def test_targets_of_one_period_are_counted_once(administrator, own_ngo):
    def add(*codes):
        for code in codes:
            Target.objects.create(start=DAY(2019, 1, 1), end=DAY(2019, 12, 31), indicator=code, value=3)
        administrator.get(TARGETS)
        return count_queries(administrator, TARGETS)

    assert add("ATT") == add("REACH", "TRAINED", "CMP")


@pytest.mark.parametrize("path", OF_AN_NGO)
def test_names_are_taken_by_administrators_alone(own_ngo, sign_in, actor, path):
    add_one_of_each(1, own_ngo, actor)
    coordinator = sign_in(own_ngo, Role.COORDINATOR)
    status = 403 if path in WITH_NAMES else 200
    assert coordinator.post(path, {"file": "csv"}).status_code == status
    assert ('value="csv"' in coordinator.get(path).content.decode()) == (status == 200)


@pytest.mark.parametrize("path", [PERIODS, TARGETS, AUDITS, IMPORTS])
def test_the_list_and_the_form_of_its_page_are_not_taken_for_each_other(administrator, own_ngo, actor, path):
    add_one_of_each(1, own_ngo, actor)
    counts = [model.objects.count() for model in (ReportingPeriod, Target, PeopleList)]
    first, second, *_rest = [item.name for item in administrator.get(path).context["list"].items]
    answer = administrator.post(path, {"keep": "columns", "columns": [first, second]})
    assert (answer.status_code, answer["Location"]) == (302, path)
    assert ChosenColumns.objects.get().columns == [first, second]
    assert counts == [model.objects.count() for model in (ReportingPeriod, Target, PeopleList)]
    wrong = administrator.post(path, {"start": "", "end": ""})
    assert (wrong.status_code, bool(wrong.context["form"].errors)) == (200, True)
    assert len(columns_of(wrong)) >= 2
    unchosen = administrator.post(path, {"start": "", "end": "", "file": ""})  # as browsers send it
    assert (unchosen.status_code, bool(unchosen.context["form"].errors)) == (200, True)


def test_messages_are_narrowed_by_codes_and_the_file_names_nobody(administrator, own_ngo):
    person = a_person("Salma Exemple")
    for key, outcome in (("1", "sent"), ("2", "failed"), ("3", "failed")):
        SentMessage.objects.create(kind="session", person=person.uuid, key=key, channel="mail", outcome=outcome)
    page = administrator.get(MESSAGES, {"outcome": "failed"})
    assert page.context["list"].page.paginator.count == 2
    assert f'href="/fr/people/{person.uuid}/"' in page.content.decode()
    assert administrator.get(MESSAGES, {"channel": "sms"}).context["list"].page.paginator.count == 0
    answer = administrator.post(MESSAGES, {"file": "csv", "outcome": "failed"})
    assert rows_of(answer)[0] == ["Jour", "Type", "Canal", "Résultat"]
    assert [row[2] for row in rows_of(answer)[1:]] == ["Courriel", "Courriel"]
    assert [word for word in ("Salma", str(person.uuid), "Ouvrir") if word in answer.content.decode()] == []


def test_periods_are_narrowed_by_state(administrator, own_ngo):
    open_period(start=DAY(2019, 1, 1), end=DAY(2019, 12, 31))
    open_period(start=DAY(2020, 1, 1), end=DAY(2020, 12, 31))
    ReportingPeriod.objects.filter(start__year=2020).update(state="submitted")
    assert named(administrator.get(PERIODS, {"state": "submitted"})) == ["2020"]
    assert named(administrator.get(PERIODS, {"order": "period"})) == ["2019", "2020"]


def test_hours_stay_in_their_year(administrator, own_ngo, actor):
    add_one_of_each(1, own_ngo, actor)
    html = administrator.get(HOURS, {"year": "2019"}).content.decode()
    assert '<input type="hidden" name="year" value="2019"' in html
    assert 'href="/fr/sessions/hours/?year=2019&amp;order=name"' in html
    assert "Tout afficher" not in html
    assert len(rows_of(administrator.post(HOURS, {"file": "csv", "year": "2019"}))) == 2


def test_files_with_names_are_listed_for_administrators_without_a_participant(
    administrator, own_ngo, other_ngo, sign_in
):
    a_person("Salma Exemple")
    administrator.post("/fr/sessions/lists/export.csv", {"q": "salma"})
    administrator.get(TAKEN_FILES)
    before = count_queries(administrator, TAKEN_FILES)
    for _time in range(29):
        administrator.post(HOURS, {"file": "csv"})
    page = administrator.get(TAKEN_FILES)
    assert (page.context["list"].page.paginator.count, "Salma" in page.content.decode()) == (30, False)
    assert count_queries(administrator, TAKEN_FILES) == before
    register = administrator.get(TAKEN_FILES, {"what": "sessions.export_register"})
    assert register.context["list"].page.paginator.count == 1
    for order in ("when", "-what", "of", "by"):
        assert len(administrator.get(TAKEN_FILES, {"order": order}).context["list"].table.rows) == 30
    rows = rows_of(administrator.post(TAKEN_FILES, {"file": "csv"}))
    assert (rows[0], rows[1][3]) == (["Jour", "Ce qui a été pris", "De quoi", "Par qui"], "administrator")
    for role in (Role.COORDINATOR, Role.TRAINER, Role.FUNDER):
        assert sign_in(own_ngo, role).get(TAKEN_FILES).status_code == 403
    stranger = sign_in(other_ngo, Role.ADMINISTRATOR)
    assert rows_of(stranger.post(TAKEN_FILES, {"file": "csv"}))[1:] == []


# The hub


def test_the_board_tells_of_a_broken_ngo_nothing_but_that(network, own_ngo, other_ngo, hub):
    facts = {"counted_at": timezone.now(), "open_tasks": 0, "failed_tasks": 0, "texts": 0, "texts_done": 0}
    TenantHealth.objects.create(tenant=own_ngo, gaps=7, late_periods=0, bytes_stored=5, is_broken=True, **facts)
    TenantHealth.objects.create(tenant=other_ngo, gaps=3, late_periods=0, bytes_stored=5, **facts)
    for order in ("gaps", "-gaps"):
        assert named(network.get(HEALTH, {"order": order})) == [other_ngo.name, own_ngo.name]
    rows = {row[0]: row for row in rows_of(network.post(HEALTH, {"file": "csv"}))}
    assert (rows[own_ngo.name][2:], rows[other_ngo.name][5]) == ([""] * 7, "3")
    assert named(network.get(HEALTH, {"alarm": "gaps"})) == [other_ngo.name]
    assert {*named(network.get(HEALTH, {"alarm": "any"}))} == {own_ngo.name, other_ngo.name}
    assert named(network.get(HEALTH, {"alarm": "late_periods"})) == []
    assert "empty" in network.get(HEALTH, {"q": "zzzz"}).content.decode()


def test_projects_are_found_by_title_code_and_whether_they_go_on(network, own_ngo):
    a_project("FEMMES", own_ngo)
    a_project("ANCIEN", own_ngo, ends=DAY(2019, 1, 1))
    assert named(network.get(PROJECTS, {"q": "femm"})) == ["Titre FEMMES"]
    assert named(network.get(PROJECTS, {"state": "over"})) == ["Titre ANCIEN"]
    assert named(network.get(PROJECTS, {"order": "ends"})) == ["Titre ANCIEN", "Titre FEMMES"]
    assert rows_of(network.post(PROJECTS, {"file": "csv", "order": "code"}))[1][:4] == [
        "Titre ANCIEN", "ANCIEN", "2018-01-01", "2019-01-01",
    ]  # fmt: skip


@pytest.mark.parametrize("path", OF_THE_HUB)
def test_each_of_the_hub_is_ordered_by_every_head(network, own_ngo, path):
    for number in range(2):
        a_project(f"P{number}", own_ngo)
        open_period(start=DAY(2019 + number, 1, 1), end=DAY(2019 + number, 12, 31))
    table = network.get(path).context["list"].table
    ways = [column.sort.value for column in table.columns if column.sort]
    assert len(ways) >= 4
    for way in ways:
        assert len(network.get(path, {"order": way}).context["list"].table.rows) == len(table.rows)
    assert len(rows_of(network.post(path, {"file": "csv"}))) == len(table.rows) + 1


def test_a_funder_takes_no_project_but_its_own(hub, own_ngo, sign_in):
    a_project("FEMMES", own_ngo)
    funder = sign_in(hub, Role.FUNDER)
    assert rows_of(funder.post(PROJECTS, {"file": "csv"}))[1:] == []


def test_periods_of_the_ngos_are_narrowed_and_ordered(network, own_ngo, other_ngo):
    for ngo, year in ((own_ngo, 2019), (other_ngo, 2020)):
        with ngo:
            open_period(start=DAY(year, 1, 1), end=DAY(year, 12, 31))
    assert named(network.get(ENTRIES, {"ngo": "own_ngo"})) == [own_ngo.name]
    assert named(network.get(ENTRIES, {"order": "period"})) == [own_ngo.name, other_ngo.name]
    assert named(network.get(ENTRIES, {"order": "-period"})) == [other_ngo.name, own_ngo.name]
    assert network.get(ENTRIES, {"state": "published"}).context["list"].page.paginator.count == 0
    assert [row[1] for row in rows_of(network.post(ENTRIES, {"file": "csv", "order": "period"}))[1:]] == [
        "2019",
        "2020",
    ]


@pytest.mark.parametrize("path", [PROJECTS, HEALTH, ENTRIES])
def test_as_many_queries_for_many_in_the_hub(network, own_ngo, path):
    a_project("P0", own_ngo)
    open_period(start=DAY(1990, 1, 1), end=DAY(1990, 12, 31))
    network.get(path)
    few = count_queries(network, path)
    for number in range(1, 30):
        a_project(f"P{number}", own_ngo)
        open_period(start=DAY(1990 + number, 1, 1), end=DAY(1990 + number, 12, 31))
    assert count_queries(network, path) == few


@pytest.mark.parametrize("path", OF_THE_HUB)
def test_no_ngo_opens_the_lists_of_the_hub(own_ngo, sign_in, path):
    assert sign_in(own_ngo, Role.ADMINISTRATOR).post(path, {"file": "csv"}).status_code == 404
