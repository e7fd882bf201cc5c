"""The code on the wall: good for three minutes, for its own NGO, and for nothing else."""

import datetime

import pytest

from sessions.checkin.presence_codes import Scan, presence_code, read_presence_code
from tenants.models import Tenant
from tests.support.sessions import a_slot

NOON = datetime.datetime(2026, 11, 24, 12, tzinfo=datetime.UTC)
WINDOW = int(NOON.timestamp()) // 30


@pytest.mark.parametrize(
    ("seconds", "taken"),
    [(0, True), (29, True), (179, True), (209, True), (211, False), (-31, False), (86400, False)],
    ids=["at once", "same window", "three minutes", "the last moment", "too late", "before it was shown", "next day"],
)
def test_how_long_it_is_good(own_ngo: Tenant, seconds: int, taken: bool) -> None:
    slot = a_slot()
    scan = read_presence_code(presence_code(slot, NOON), NOON + datetime.timedelta(seconds=seconds))
    assert scan == (Scan(slot.pk, WINDOW) if taken else None)


@pytest.mark.parametrize("text", ["", "-", "--", "1-2", "x-1-abc", "1-x-abc", "1-2-", "9" * 30 + "-1-a", "١-٢-abc"])
def test_nonsense_is_no_code(own_ngo: Tenant, text: str) -> None:
    assert read_presence_code(text, NOON) is None


def test_another_half_day_or_window_needs_another_seal(own_ngo: Tenant) -> None:
    slot = a_slot()
    pk, window, seal = presence_code(slot, NOON).split("-")
    assert read_presence_code(f"{int(pk) + 1}-{window}-{seal}", NOON) is None
    assert read_presence_code(f"{pk}-{int(window) + 1}-{seal}", NOON) is None


def test_another_ngo_does_not_take_it(own_ngo: Tenant, other_ngo: Tenant) -> None:
    code = presence_code(a_slot(), NOON)
    with other_ngo:
        assert read_presence_code(code, NOON) is None
