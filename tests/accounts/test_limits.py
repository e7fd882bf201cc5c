"""Counting tries: by what is guessed at, and more loosely by address."""

import pytest
from django.core.cache import caches
from django.core.cache.backends.base import DEFAULT_TIMEOUT

from accounts import limits
from accounts.limits import ADDRESS_TRIES, TRIES, client_address, count_try, is_limited


@pytest.fixture
def request_from(rf):
    return lambda address, **headers: rf.get("/", REMOTE_ADDR=address, headers=headers)


def test_a_subject_is_limited_from_every_address(own_ngo, request_from):
    for number in range(TRIES):
        assert not is_limited(request_from("10.0.0.1"), "pin", "CODE", "salma")
        count_try(request_from(f"10.0.1.{number}"), "pin", "CODE", "salma")
    assert is_limited(request_from("10.0.0.1"), "pin", "CODE", "salma")


@pytest.mark.parametrize(
    ("purpose", "subject"),
    [("pin", ("CODE", "amina")), ("pin", ("OTHER", "salma")), ("sign in", ("CODE", "salma")), ("code", ())],
    ids=["another name", "another code", "another purpose", "no subject"],
)
def test_other_subjects_are_not_limited(own_ngo, request_from, purpose, subject):
    for _number in range(TRIES):
        count_try(request_from("10.0.0.1"), "pin", "CODE", "salma")
    assert not is_limited(request_from("10.0.0.1"), purpose, *subject)


def test_an_address_is_limited_after_many_names(own_ngo, request_from):
    for number in range(ADDRESS_TRIES):
        count_try(request_from("10.0.0.1"), "pin", "CODE", f"name {number}")
    assert is_limited(request_from("10.0.0.1"), "pin", "CODE", "salma")
    assert not is_limited(request_from("10.0.0.2"), "pin", "CODE", "salma")


def test_a_limit_ends_with_its_quarter_of_an_hour(own_ngo, request_from, monkeypatch):
    for _number in range(TRIES):
        count_try(request_from("10.0.0.1"), "pin", "CODE", "salma")
    now = limits.time.time()
    monkeypatch.setattr(limits.time, "time", lambda: now + limits.WINDOW)
    assert not is_limited(request_from("10.0.0.1"), "pin", "CODE", "salma")


def test_a_count_that_is_gone_starts_again(own_ngo, request_from, monkeypatch):
    monkeypatch.setattr(caches["limits"], "add", lambda key, value, timeout=DEFAULT_TIMEOUT: False)  # gone since
    count_try(request_from("10.0.0.1"), "code")
    assert list(caches["limits"].get_many(limits._limits(request_from("10.0.0.1"), "code", ())).values()) == [1]


def test_each_tenant_counts_for_itself(own_ngo, other_ngo, request_from):
    for _number in range(TRIES):
        count_try(request_from("10.0.0.1"), "pin", "CODE", "salma")
    with other_ngo:
        assert not is_limited(request_from("10.0.0.1"), "pin", "CODE", "salma")


def test_the_files_hold_no_name(own_ngo, request_from, settings):
    count_try(request_from("10.0.0.1"), "pin", "CODE", "salma")
    files = list(settings.CACHES["limits"]["LOCATION"].iterdir())
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
