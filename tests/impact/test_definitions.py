"""Every figure is explained: on the page of definitions, to a coordinator and to a funder in docs/figures.md."""

import re
from pathlib import Path

import pytest

from accounts.roles import Role
from impact.disclosure import COUNTS, OF_SESSIONS
from impact.drilldown import OPENED
from impact.facts.definitions import ADDITIVE, NOT_ADDITIVE
from impact.presentation import NAMES

DOCUMENT = (Path(__file__).parents[2] / "docs" / "figures.md").read_text()
COORDINATOR, FUNDER = (
    DOCUMENT.split(f"## For a {reader}")[1].split("\n## ")[0] for reader in ("coordinator", "funder")
)


def test_every_figure_of_the_count_has_its_words():
    assert {*ADDITIVE, *NOT_ADDITIVE, "CYCLE", "NET"} <= set(NAMES)


@pytest.mark.parametrize("code", sorted(NAMES))
def test_the_document_explains_each_to_a_coordinator_and_whether_it_adds_up(code):
    (row,) = [line for line in COORDINATOR.splitlines() if re.match(rf"\| (.*, )?{code}(,.*)? \|", line)]
    adds_up = row.split("|")[4].strip().startswith("yes")
    assert adds_up is NAMES[code].is_additive


@pytest.mark.parametrize("code", sorted({*NAMES} - {"RET", "CUM", "HC", "ONLINE"}))  # which a funder is not given alone
def test_the_document_explains_to_a_funder_what_it_reads(code):
    assert re.search(rf"\b{code}\b", FUNDER)


@pytest.mark.parametrize("language", ["fr", "ar", "en"])
def test_the_page_defines_each_in_words(sign_in, own_ngo, language):
    page = sign_in(own_ngo, Role.FUNDER).get(f"/{language}/figures/definitions/").content.decode()
    assert [code for code in NAMES if f'id="{code}"' not in page] == []


def test_every_figure_that_may_be_summed_opens_to_its_evidence():
    assert set(ADDITIVE) <= OPENED


def test_every_figure_that_may_be_summed_counts_people_or_none():
    """So that what is hidden of it is decided: person-hours go by the half-days and attendances."""
    assert set(ADDITIVE) <= {*COUNTS, *OF_SESSIONS, "PH"}
