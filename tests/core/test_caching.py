"""What all processes count together: nothing is lost between reading and writing."""

import multiprocessing
from concurrent.futures import ProcessPoolExecutor

import pytest

from core.caching import SharedFileCache

WORKERS, TIMES = 4, 50


@pytest.fixture
def folder(tmp_path):
    return str(tmp_path / "counts")


def at_once(act, folder):
    with ProcessPoolExecutor(WORKERS, multiprocessing.get_context("spawn")) as pool:
        return list(pool.map(act, [folder] * WORKERS))


def count(folder):
    cache = SharedFileCache(folder, {})
    for _time in range(TIMES):
        cache.count("tries", 1, 60)


def add_and_increase(folder):
    """How many keys were new to this process."""
    cache = SharedFileCache(folder, {})
    new = [cache.add(f"key-{number}", 0) for number in range(TIMES)]
    for number in range(TIMES):
        cache.incr(f"key-{number}")
    return new.count(True)


def test_counts(folder):
    at_once(count, folder)
    assert SharedFileCache(folder, {}).get("tries") == WORKERS * TIMES


def test_who_adds_is_the_only_one_and_increments_add_up(folder):
    assert sum(at_once(add_and_increase, folder)) == TIMES
    cache = SharedFileCache(folder, {})
    assert {cache.get(f"key-{number}") for number in range(TIMES)} == {WORKERS}


def test_a_count_ends_with_its_time(folder):
    cache = SharedFileCache(folder, {})
    assert [cache.count("tries", 1, 60), cache.count("tries", 1, -1), cache.count("tries", 1, 60)] == [1, 2, 1]
    assert [cache.count("tries", -1, 60), cache.count("tries", -1, 60)] == [0, 0]
