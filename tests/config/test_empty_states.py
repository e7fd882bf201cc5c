"""A list without a line says what it is for and what to do next: a text, and one way on."""

import re

import pytest
from django.template.loader import get_template

from accounts.roles import Role
from tests.architecture.test_templates import SOURCES

# Every list of staff that an NGO, or the hub, may find without a line.
OF_AN_NGO = [
    "people/", "people/duplicates/", "accounts/open/", "reminders/", "certificates/all/",
    "certificates/undecided/", "sessions/", "sessions/hours/", "learn/courses/", "room/", "figures/periods/",
    "figures/targets/", "figures/audits/", "figures/cycles/", "figures/missing/", "figures/reports/",
    "logframes/", "newsletter/sending/", "charter/signatures/", "sessions/lists/taken/",
]  # fmt: skip
OF_THE_HUB = ["network/periods/", "network/projects/", "newsletter/sending/", "charter/signatures/", "learn/courses/"]
EMPTY = re.compile(
    r'<div class="empty">.*?<h[1-4][^>]*>[^<]+</h[1-4]>\s*<p>[^<]+</p>\s*<a class="button" href="([^"]+)">[^<]+</a>',
    re.S,
)


@pytest.mark.parametrize("language", ["fr", "ar", "en"])
def test_an_ngo_without_anything_reads_what_to_do(own_ngo, sign_in, language):
    client = sign_in(own_ngo, Role.ADMINISTRATOR)
    assert not_taught(client, language, OF_AN_NGO) == []


@pytest.mark.parametrize("language", ["fr", "ar"])
def test_a_trainer_without_sessions_reads_how_they_come(own_ngo, sign_in, language):
    assert not_taught(sign_in(own_ngo, Role.TRAINER), language, ["sessions/"]) == []


@pytest.mark.parametrize("language", ["fr", "ar"])
def test_a_hub_without_ngos_at_work_reads_what_to_do(hub, sign_in, language):
    assert not_taught(sign_in(hub, Role.NETWORK_COORDINATOR), language, OF_THE_HUB) == []


def test_each_list_of_the_one_table_has_its_two_empty_states():
    """What nothing matches, and, where it may be without a line, what to do."""
    lists = {name for name, source in SOURCES.items() if '"components/list.html"' in source}
    unnarrowed = {
        "sessions/detail.html", "sessions/hours.html", "impact/audits.html", "impact/targets.html",
        "pages/newsletter/mailings.html", "impact/evidence.html", "network/publications.html",
    }  # fmt: skip
    assert {name for name in lists if '"components/no_match.html"' not in SOURCES[name]} == unnarrowed
    # Whoever looks stands in them, or brings the first by the form above.
    always = {"people/accounts.html", "staff/list.html", "console/tenants.html", "people/imports/lists.html"}
    assert {name for name in lists if '"components/empty_state.html"' not in SOURCES[name]} == always
    assert all(get_template(name) for name in lists)


def not_taught(client, language, paths):
    """Those that show no empty state with a way on."""
    found = []
    for path in paths:
        answer = client.get(f"/{language}/{path}")
        assert answer.status_code == 200, path
        if not EMPTY.search(answer.content.decode()):
            found.append(path)
    return found
