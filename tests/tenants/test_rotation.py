"""Which backups stay."""

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from tenants.keeping.rotation import to_keep

TIMES = st.sets(st.datetimes(datetime(2020, 1, 1), datetime(2031, 1, 1), timezones=st.just(UTC)), max_size=80)
START = datetime(2026, 1, 1, 3, tzinfo=UTC)


@given(TIMES)
def test_the_newest_always_stays_and_never_more_than_of_the_spans(times):
    kept = to_keep(times)
    assert kept <= times
    assert len(kept) <= 7 + 5 + 12
    assert len(kept) >= min(len({at.date() for at in times}), 7)
    assert not times or max(times) in kept


@given(TIMES)
def test_what_stays_once_stays_again(times):
    assert to_keep(to_keep(times)) == to_keep(times)


@given(TIMES, st.integers(1, 60))
def test_nothing_of_a_pause_is_lost(times, days):
    """However long no backup was made, those that were kept are."""
    later = (max(times) if times else START) + timedelta(days=days)
    gone = to_keep(times) - to_keep(to_keep(times) | {later})
    assert len(gone) <= 3  # one for each span at most makes room


def daily(days: int) -> list[datetime]:
    """What is there after so many days, a backup and a rotation each."""
    kept: set[datetime] = set()
    for day in range(days):
        kept = to_keep(kept | {START + timedelta(days=day)})
    return sorted(kept, reverse=True)


def test_after_two_years_of_days_the_last_week_five_weeks_and_a_year_are_there():
    kept = [at.date().isoformat() for at in daily(730)]
    assert kept == [
        *(f"2027-12-{day}" for day in (31, 30, 29, 28, 27, 26, 25)),
        "2027-12-19", "2027-12-12", "2027-12-05",
        *(f"2027-{month}" for month in ("11-30", "10-31", "09-30", "08-31", "07-31", "06-30", "05-31", "04-30", "03-31",
                                        "02-28", "01-31")),
    ]  # fmt: skip


def test_of_a_day_with_several_the_last_stays():
    times = [START + timedelta(hours=hour) for hour in range(5)]
    assert to_keep(times) == {times[-1]}
