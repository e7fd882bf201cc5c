"""What each command would do, statement by statement, is kept in `planned/`: whoever changes it sees what changes."""

from pathlib import Path

import pytest

from tenants.scale import steps
from tenants.scale.cluster import Node

PLANNED = Path(__file__).parent / "planned"
EAST, WEST = Node(2, 1, "east.internal", 5432, True, True), Node(3, 2, "west.internal", 5432, True, True)
KEY = 'ALTER TABLE save_fes.wagtailcore_page DROP CONSTRAINT "wagtailcore_page_content_type_id_fk"'
PLANS = {
    "enable": lambda: steps.to_enable("wasl", "here.internal:5432", [EAST.name, WEST.name], [KEY]),
    "distribute": lambda: [
        *steps.to_distribute("save_fes", ["accounts_user", "people_person"]),
        *steps.to_clean("save_fes", ["accounts_user", "people_person"]),
    ],
    "move": lambda: steps.to_move("save_fes", WEST),
    "drain": lambda: steps.to_drain(EAST, [("save_fes", WEST), ("save_rabat", WEST)]),
    "back": lambda: steps.to_come_back("save_fes"),
}


@pytest.mark.parametrize("name", PLANS)
def test_a_plan_is_as_it_is_kept(name):
    assert "\n".join(map(str, PLANS[name]())) + "\n" == (PLANNED / f"{name}.sql").read_text()


def test_keys_go_before_the_reference_table_is_made():
    """The other way round the numbers of every tenant's rows began anew (trials)."""
    said = [step.statement for step in PLANS["enable"]()]
    assert said.index(KEY) < said.index("SELECT create_reference_table('public.django_content_type')")


def test_what_nodes_need_is_there_before_they_join():
    said = [step.statement for step in PLANS["enable"]()]
    joins = said.index("SELECT citus_add_node('east.internal', 5432)")
    assert [said.index(f"CREATE EXTENSION IF NOT EXISTS {name} SCHEMA public") < joins for name in
            ("pg_trgm", "unaccent")] == [True, True]  # fmt: skip


@pytest.mark.parametrize(("name", "parts"), [("a.example:5432", ("a.example", 5432)), ("::1:5432", ("::1", 5432))])
def test_an_address_in_its_parts(name, parts):
    assert steps.address(name) == parts


@pytest.mark.parametrize("name", ["", "a.example", ":5432", "a.example:", "a.example:x"])
def test_what_is_no_address(name):
    with pytest.raises(ValueError) as wrong:  # noqa: PT011  its message is what was given
        steps.address(name)
    assert str(wrong.value) == name


def test_a_name_cannot_end_a_text():
    assert steps.of_node("o'hare:1") == "'o''hare', 1"
