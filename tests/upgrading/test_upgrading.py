"""A database of an earlier version is upgraded by today's commands: nothing is lost, figures stay, pages answer."""

import json
from typing import Any

import pytest

from tests.upgrading import loading
from tests.upgrading.telling import SCHEMA

pytestmark = pytest.mark.slow
# What an upgrade may bring into tables that our code fills: at least what was there.
FILLED_BY_CODE = {"django_migrations", "django_content_type", "auth_permission", "auth_group", "auth_group_permissions",
                  "wagtailcore_groupcollectionpermission", "wagtailcore_grouppagepermission",
                  "wagtailcore_groupapprovaltask_groups", "wagtailcore_workflowcontenttype",
                  # worked out anew: an axis that is new has cells of its own, equal scores are a row to each person
                  "impact_periodtally", "impact_testpair"}  # fmt: skip
READS_OR_LEADS_ON = {200, 302}


@pytest.fixture(scope="module", params=loading.KEPT)
def upgraded(
    request: pytest.FixtureRequest, django_db_setup: None, tmp_path_factory: pytest.TempPathFactory
) -> dict[str, Any]:
    """What was told then and what is told now, of the same database."""
    path = tmp_path_factory.mktemp("told") / "now.json"
    with loading.loaded(request.param) as name:
        loading.run(name, "-m", "tests.upgrading.telling", str(path))
    return {"then": loading.told(request.param), "now": json.loads(path.read_text())}


def kept(then: Any, now: Any) -> Any:
    """Of what is told now, that which was told then: later versions may know more."""
    if isinstance(then, dict) and isinstance(now, dict):
        return {key: kept(value, now[key]) for key, value in then.items() if key in now}
    return now


def test_figures_are_what_they_were(upgraded: dict[str, Any]) -> None:
    assert kept(upgraded["then"]["figures"], upgraded["now"]["figures"]) == upgraded["then"]["figures"]


def test_no_row_is_lost(upgraded: dict[str, Any]) -> None:
    then, now = upgraded["then"]["rows"], upgraded["now"]["rows"]
    lost = {
        (schema, table): (number, now[schema].get(table))
        for schema, tables in then.items()
        for table, number in tables.items()
        if (table in FILLED_BY_CODE and now[schema][table] < number)
        or (table not in FILLED_BY_CODE and now[schema].get(table) != number)
    }
    assert lost == {}


def test_pages_have_the_addresses_they_had_and_answer(upgraded: dict[str, Any]) -> None:
    answers = upgraded["now"]["answers"]
    assert upgraded["now"]["pages"] == upgraded["then"]["pages"]
    assert {path for schema in ("hub", SCHEMA) for path, status in answers[schema].items() if status != 200} == set()


def test_everybody_signs_in_as_before_and_reads_their_pages(upgraded: dict[str, Any]) -> None:
    answers = {name: told for name, told in upgraded["now"]["answers"].items() if name not in ("hub", SCHEMA)}
    assert answers == {
        name: {"sign-in": 302} | {page: 200 for page in pages if page != "sign-in"} for name, pages in answers.items()
    }


def test_a_second_run_finds_nothing_to_do(upgraded: dict[str, Any]) -> None:
    assert [line for line in upgraded["now"]["printed"]["again"].splitlines() if line.startswith("  ")] == []
