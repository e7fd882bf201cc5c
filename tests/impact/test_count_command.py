"""The `count` command to the letter of interfaces.md."""

import json

import pytest
from django.core.management import call_command

from sessions.records.actions import import_rows
from tests.reference import oracles

YEAR = ("--from", "2019-01-01", "--to", "2019-12-31")


def run(capsys, *arguments):
    """(exit code, standard output, standard error)."""
    code = 0
    try:
        call_command("count", *arguments)
    except SystemExit as stop:
        code = stop.code
    captured = capsys.readouterr()
    return code, captured.out, captured.err


def test_oracle_a_comes_out_as_documented(own_ngo, capsys):
    rows, _checks = oracles.oracle_a()
    import_rows(rows=rows, tenant=own_ngo)
    code, out, err = run(capsys, "own_ngo", *YEAR, "--by", "region")
    assert (code, err) == (0, "")
    assert json.loads(out) == oracles.A_ANSWER | {"scope": "tenant:own_ngo"}


def test_the_network_sums_and_withholds(own_ngo, other_ngo, capsys):
    rows, _checks = oracles.oracle_a()
    for tenant in (own_ngo, other_ngo):
        import_rows(rows=rows, tenant=tenant)
    _code, out, _err = run(capsys, "--network", *YEAR, "--by", "region")
    counted = json.loads(out)
    assert counted["scope"] == "network"
    assert counted["indicators"]["ATT"] == {"value": 16, "additive": True}
    assert set(counted["indicators"]["REACH"]) == {"value", "sum", "overlap", "low", "high", "additive"}
    assert counted["by"]["region"]["MA-09"] == {"ATT": 16, "REACH": None, "TRAINED": None}


@pytest.mark.parametrize(
    "arguments",
    [
        pytest.param(("nobody", *YEAR), id="unknown tenant"),
        pytest.param(("own_ngo", "--from", "2019-02-30", "--to", "2019-12-31"), id="no date"),
        pytest.param(("own_ngo", "--from", "2019-12-31", "--to", "2019-01-01"), id="ends before it begins"),
        pytest.param(("own_ngo", "--from", "2019-01-01", "--to", "9999-12-31"), id="a year that is a slip"),
        pytest.param(("own_ngo", *YEAR, "--by", "colour"), id="unknown axis"),
        pytest.param(("own_ngo", *YEAR, "--by", "sex,sex"), id="an axis crossed with itself"),
        pytest.param(("own_ngo", *YEAR, "--by", "sex,region,month"), id="three axes"),
        pytest.param(("own_ngo", "--from", "2019-01-01"), id="no end"),
        pytest.param((YEAR), id="no scope"),
        pytest.param(("own_ngo", "--network", *YEAR), id="two scopes"),
    ],
)
def test_bad_arguments_exit_2_with_one_line(own_ngo, capsys, arguments):
    code, out, err = run(capsys, *arguments)
    assert (code, out, err.strip().count("\n")) == (2, "", 0)
    assert err.strip()


def test_two_axes_crossed_are_of_the_second_version(own_ngo, capsys):
    rows, _checks = oracles.oracle_a()
    import_rows(rows=rows, tenant=own_ngo)
    counted = json.loads(run(capsys, "own_ngo", *YEAR, "--by", "sex,category_group")[1])
    assert counted["definition_version"] == 2
    cells = counted["by"]["sex,category_group"]
    assert list(cells)[-1] == "unknown|unknown"
    assert sum(cell["REACH"] for cell in cells.values()) == counted["indicators"]["REACH"]["value"] == 6
    groups = json.loads(run(capsys, "own_ngo", *YEAR, "--by", "category_group")[1])["by"]["category_group"]
    assert {
        group: sum(cell["REACH"] for name, cell in cells.items() if name.endswith(f"|{group}")) for group in groups
    } == {group: cell["REACH"] for group, cell in groups.items()}
