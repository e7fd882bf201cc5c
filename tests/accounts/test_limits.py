"""Counting tries: by what is guessed at, and more loosely by address."""

from concurrent.futures import ThreadPoolExecutor

import pytest

from accounts import limits
from accounts.limits import ADDRESS_TRIES, TRIES, client_address, give_back, network_of, take_try


@pytest.fixture
def request_from(rf):
    return lambda address, **headers: rf.get("/", REMOTE_ADDR=address, headers=headers)


def test_a_subject_is_limited_from_every_address(own_ngo, request_from):
    for number in range(TRIES):
        assert take_try(request_from(f"10.0.1.{number}"), "pin", "CODE", "salma")
    assert not take_try(request_from("10.0.0.1"), "pin", "CODE", "salma")


def test_of_tries_at_the_same_moment_no_more_are_made(own_ngo, request_from):
    with ThreadPoolExecutor(8) as pool:
        taken = list(pool.map(lambda _n: take_try(request_from("10.0.0.1"), "pin", "CODE", "salma"), range(60)))
    assert taken.count(True) == TRIES


def test_what_was_right_is_no_try(own_ngo, request_from):
    for _number in range(ADDRESS_TRIES + 1):
        assert take_try(request_from("10.0.0.1"), "pin", "CODE", "salma")
        give_back(request_from("10.0.0.1"), "pin", "CODE", "salma")
    give_back(request_from("10.0.0.1"), "pin", "CODE", "salma")  # of a count that is gone: none is left over
    assert [take_try(request_from("10.0.0.1"), "pin", "CODE", "salma") for _n in range(TRIES + 1)].count(True) == TRIES


def test_who_hammers_at_one_name_uses_up_nothing_of_the_address(own_ngo, request_from):
    for _number in range(ADDRESS_TRIES + 1):
        take_try(request_from("10.0.0.1"), "pin", "CODE", "salma")
    assert take_try(request_from("10.0.0.1"), "pin", "CODE", "amina")


@pytest.mark.parametrize(
    ("purpose", "subject"),
    [("pin", ("CODE", "amina")), ("pin", ("OTHER", "salma")), ("sign in", ("CODE", "salma")), ("code", ())],
    ids=["another name", "another code", "another purpose", "no subject"],
)
def test_other_subjects_are_not_limited(own_ngo, request_from, purpose, subject):
    for _number in range(TRIES):
        take_try(request_from("10.0.0.1"), "pin", "CODE", "salma")
    assert take_try(request_from("10.0.0.1"), purpose, *subject)


def test_an_address_is_limited_after_many_names(own_ngo, request_from):
    for number in range(ADDRESS_TRIES):
        take_try(request_from("10.0.0.1"), "pin", "CODE", f"name {number}")
    assert not take_try(request_from("10.0.0.1"), "pin", "CODE", "salma")
    assert take_try(request_from("10.0.0.2"), "pin", "CODE", "salma")


def test_a_limit_ends_with_its_quarter_of_an_hour(own_ngo, request_from, monkeypatch):
    for _number in range(TRIES):
        take_try(request_from("10.0.0.1"), "pin", "CODE", "salma")
    now = limits.time.time()
    monkeypatch.setattr(limits.time, "time", lambda: now + limits.WINDOW)
    assert take_try(request_from("10.0.0.1"), "pin", "CODE", "salma")


def test_each_tenant_counts_for_itself(own_ngo, other_ngo, request_from):
    for _number in range(TRIES):
        take_try(request_from("10.0.0.1"), "pin", "CODE", "salma")
    with other_ngo:
        assert take_try(request_from("10.0.0.1"), "pin", "CODE", "salma")


def test_the_files_hold_no_name(own_ngo, request_from, settings):
    take_try(request_from("10.0.0.1"), "pin", "CODE", "salma")
    files = list(settings.CACHES["limits"]["LOCATION"].glob("*.djcache"))
    assert len(files) == 2
    assert not any(b"salma" in file.read_bytes() or "salma" in file.name for file in files)


@pytest.mark.parametrize(
    ("proxies", "header", "expected"),
    [
        pytest.param(0, "1.1.1.1", "10.0.0.1", id="no proxy of ours: the header is not believed"),
        pytest.param(1, "6.6.6.6, 1.1.1.1", "1.1.1.1", id="one proxy: what it saw, not what was claimed"),
        pytest.param(2, "6.6.6.6, 1.1.1.1, 10.0.0.9", "1.1.1.1", id="two proxies"),
        pytest.param(2, "1.1.1.1", "10.0.0.1", id="shorter than it must be"),
        pytest.param(1, "", "10.0.0.1", id="no header"),
    ],
)
def test_the_address_is_what_our_outermost_proxy_saw(request_from, settings, proxies, header, expected):
    settings.TRUSTED_PROXIES = proxies
    assert client_address(request_from("10.0.0.1", **{"X-Forwarded-For": header})) == expected


@pytest.mark.parametrize(
    ("address", "network"),
    [
        ("196.200.131.7", "196.200.131.7"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"),
        ("2001:db8:1:2::1", "2001:db8:1:2::/64"),
        ("::ffff:196.200.131.7", "196.200.131.7"),
        ("unknown", "unknown"),
    ],
)
def test_whoever_changes_the_end_of_an_address_is_counted_on(address, network):
    assert network_of(address) == network
