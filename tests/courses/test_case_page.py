"""The page of a whole case and its script (static/js/case.js) speak of the same things, and the server takes the run
that the script would send."""

import re
import uuid
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from lxml import html

from courses.models import Attempt
from courses.simulations.playing import read_case
from tests.support.simulations import make_case

SCRIPT = (Path(__file__).parents[2] / "platform/static/js/case.js").read_text()
OF_THE_WHOLE_CASE = SCRIPT.partition("/* A scene that came with a network")[0]


@pytest.fixture
def case(lessons: list[Any]) -> Any:
    return make_case(lessons[0])


@pytest.fixture
def address(lessons: list[Any], case: Any) -> str:
    return f"/fr/learn/lessons/{lessons[0].pk}/cases/{case.pk}/"


def table_of(client: Any, address: str) -> Any:
    (table,) = having(html.fromstring(client.get(address).content), "data-case")
    return table


def having(part: Any, attribute: str, value: str = "") -> list[Any]:
    """The elements of a page that have an attribute (of this value)."""
    return part.xpath(f".//*[@{attribute}='{value}']" if value else f".//*[@{attribute}]")


def decisions_of(scene: Any) -> list[Any]:
    return scene.xpath(".//input[@name='decision']")


def endings(table: Any, number: str, path: tuple[str, ...] = ()) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Each ending (its number) with the keys of the decisions before it: `follow` of the script, over every way."""
    (scene,) = having(table, "data-scene", number)
    if not scene.xpath(".//form"):
        yield number, path
    for decision in decisions_of(scene):
        yield from endings(table, decision.get("data-to"), (*path, decision.get("data-key")))


def test_all_that_the_script_looks_for_is_on_the_page(participant, enrolment, address):
    page = html.fromstring(participant.get(address).content)
    wanted = set(re.findall(r"\[(data-[a-z]+)", OF_THE_WHOLE_CASE))
    wanted |= {f"data-{name}" for name in re.findall(r"\.dataset\.([a-z]+)", OF_THE_WHOLE_CASE)}
    assert wanted == {
        "data-again", "data-back", "data-before", "data-caller", "data-case", "data-clock", "data-ending",
        "data-gauge", "data-intro", "data-key", "data-number", "data-said", "data-scene", "data-to", "data-words",
    }  # fmt: skip
    assert {name for name in wanted if not having(page, name)} == {"data-intro"}  # this case has none
    (form,) = having(page, "data-ending")
    assert set(re.findall(r"ending\.elements\.([a-z]+)", OF_THE_WHOLE_CASE)) == {"run", "path"} <= set(form.fields)
    assert form.action == address
    for decision in decisions_of(page):
        (holder,) = decision.xpath("ancestor::*[contains(concat(' ', @class, ' '), ' choice ')]")
        assert holder.getnext().tag == "template"  # the feedback, as `show` reads it
    for scene in (scene for scene in having(page, "data-scene") if scene.xpath(".//form")):
        places = [decision.get("value") for decision in decisions_of(scene)]
        assert sorted(places) == [str(place) for place in range(1, len(places) + 1)]  # as an address has them
        assert len(having(scene, "class", "field__error")) == len(having(scene, "data-back")) == 1


def test_every_way_that_the_script_can_go_is_taken_and_scored_as_the_server_plays_it(
    participant, enrolment, case, address
):
    table, played = table_of(participant, address), read_case(case)
    ways = list(endings(table, table.get("data-case")))
    assert sorted(number for number, _path in ways) == ["3", "4", "5"]
    for number, path in ways:
        run = played.follow_keys([uuid.UUID(key) for key in path])
        assert (run.is_over, str(run.scene.number)) == (True, number)
        key = uuid.uuid4()
        answer = participant.post(address, {"run": str(key), "path": ".".join(path)}, headers={"X-Wasl-Outbox": "1"})
        assert answer.json() == {"next": f"/fr/learn/attempts/{key}/"}
        attempt = Attempt.objects.get(uuid=key)
        assert (attempt.path, attempt.score) == (run.keys, run.scores().total)


def test_the_gauges_are_filled_by_what_the_server_counts(participant, enrolment, case, address):
    """What stands on the page for the script, summed as it sums, is what the server says after each decision."""
    page, played = html.fromstring(participant.get(address).content), read_case(case)
    gauges = [(one.get("data-gauge"), one.get("data-words")) for one in having(page, "data-gauge")]
    assert gauges == [("safety", "{score} sur 2"), ("consent", "{score} sur 2"), ("information", "{score} sur 2")]
    decisions = {one.get("data-key"): one for one in decisions_of(page)}
    (table,) = having(page, "data-case")
    for _number, path in endings(table, table.get("data-case")):
        for length in range(len(path) + 1):
            taken = [decisions[key] for key in path[:length]]
            sums = [max(0, sum(int(one.get(f"data-{name}")) for one in taken)) for name, _words in gauges]
            if any(one.get("data-endangers") is not None for one in taken):
                sums[0] = 0
            assert tuple(sums) == played.follow_keys([uuid.UUID(key) for key in path[:length]]).scores().points


def test_the_places_of_an_address_mean_the_same_with_a_network(participant, enrolment, case, address, lessons):
    """`?run=…&path=1.2`, which the script writes, leads to the same scene where each comes from the server."""
    table = table_of(participant, address)
    (first,) = having(table, "data-scene", table.get("data-case"))
    for decision in decisions_of(first):
        (scene,) = having(table, "data-scene", decision.get("data-to"))
        online = f"/fr/learn/lessons/{lessons[0].pk}/simulations/{case.pk}/"
        there = participant.get(online, {"run": str(uuid.uuid4()), "path": decision.get("value")})
        if scene.xpath(".//form"):
            assert str(there.context["run"].scene.number) == decision.get("data-to")
        else:
            assert there["location"] == online  # an ending is come to by deciding
