"""Each kind of cell, as spreadsheets really hold them."""

from datetime import UTC, date, datetime, time
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest

from core.codes import AgeBand, Category, Sex
from core.spreadsheets import cells

MOROCCO = cells.Place("MA", ZoneInfo("Africa/Casablanca"))
FRANCE = cells.Place("FR", ZoneInfo("Europe/Paris"))
SEX, AGE, CATEGORY = cells.code(Sex.values), cells.code(AgeBand.values), cells.code(Category.values)


@pytest.mark.parametrize(
    ("read", "value", "expected"),
    [
        pytest.param(cells.text(9), "  Amina ", "Amina", id="stripped"),
        pytest.param(cells.text(20), "Amina\n Ouali", "Amina Ouali", id="one line"),
        pytest.param(cells.text(9), "Chloe\u0301", "Chloé", id="NFC"),
        pytest.param(cells.text(9), "\u200fأمينة\u202c", "أمينة", id="bidi marks"),
        pytest.param(cells.text(9), "=1+1", "=1+1", id="formula-like"),
        pytest.param(cells.text(9), 12.0, "12", id="number"),
        pytest.param(cells.text(9), 12.5, "12.5", id="decimal"),
        pytest.param(cells.text(9), 12, "12", id="integer"),
        pytest.param(cells.text(9), "007", "007", id="leading zeros"),
        pytest.param(SEX, " F ", "f", id="code in capitals"),
        pytest.param(AGE, -25.0, "-25", id="age typed as a number"),
        pytest.param(AGE, "٢٥-٣٤", "25-34", id="age in Arabic digits"),
        pytest.param(cells.region, "ma-04", "MA-04", id="region"),
        pytest.param(cells.region, "FR-971", "FR-971", id="overseas region"),
        pytest.param(cells.region, "BE-BRU", "BE-BRU", id="region elsewhere"),
        pytest.param(cells.whole(1, 720), 210.0, 210, id="whole float"),
        pytest.param(cells.whole(1, 720), "٢١٠", 210, id="whole in Arabic digits"),
        pytest.param(cells.whole(0, 720), "0", 0, id="zero"),
        pytest.param(cells.percent, "60 %", 60, id="percent"),
        pytest.param(cells.percent, 60.0, 60, id="percent as a number"),
        pytest.param(cells.decimal(Decimal(20)), 15.5, Decimal("15.5"), id="score"),
        pytest.param(cells.decimal(Decimal(20)), "12,5", Decimal("12.5"), id="decimal comma"),
        pytest.param(cells.decimal(Decimal(20)), "١٢٫٥", Decimal("12.5"), id="Arabic decimal"),
        pytest.param(cells.decimal(Decimal(20)), 0.1 + 0.2, Decimal("0.3"), id="binary noise"),
        pytest.param(cells.day, date(2019, 3, 1), date(2019, 3, 1), id="date"),
        pytest.param(cells.day, datetime(2019, 3, 1, 9), date(2019, 3, 1), id="datetime as date"),
        pytest.param(cells.day, "2019-03-01", date(2019, 3, 1), id="ISO date"),
        pytest.param(cells.day, "٢٠١٩-٠٣-٠١", date(2019, 3, 1), id="ISO date in Arabic digits"),
        pytest.param(cells.day, "2019-03-01 00:00:00", date(2019, 3, 1), id="date as exported by others"),
        pytest.param(cells.phone, "06 12-34.56 78", "+212612345678", id="phone"),
        pytest.param(cells.phone, "٠٦١٢٣٤٥٦٧٨", "+212612345678", id="phone in Arabic digits"),
        pytest.param(cells.phone, 612345678.0, "+212612345678", id="phone without its zero"),
        pytest.param(cells.phone, 212612345678.0, "+212612345678", id="phone without its plus"),
        pytest.param(cells.phone, "00212612345678", "+212612345678", id="phone with 00"),
        pytest.param(cells.phone, "+33 (0)6 12 34 56 78", "+33612345678", id="French phone"),
        pytest.param(cells.phone, "\u202a+212 612 345 678\u202c", "+212612345678", id="pasted phone"),
        pytest.param(cells.email(254), "A.Ouali@Example.ORG", "A.Ouali@example.org", id="mail"),
    ],
)
def test_a_cell_is_read(read, value, expected):
    assert read(value, MOROCCO) == expected


@pytest.mark.parametrize(
    ("place", "value", "expected"),
    [
        pytest.param(MOROCCO, "0612345678", "+212612345678", id="at home in Morocco"),
        pytest.param(FRANCE, "0612345678", "+33612345678", id="at home in France"),
        pytest.param(MOROCCO, "33612345678", "+33612345678", id="French in Morocco"),
        pytest.param(FRANCE, "212612345678", "+212612345678", id="Moroccan in France"),
    ],
)
def test_a_phone_is_dialled_at_home_first(place, value, expected):
    assert cells.phone(value, place) == expected


@pytest.mark.parametrize(
    ("place", "value", "expected"),
    [
        pytest.param(FRANCE, "2019-07-01T09:05", datetime(2019, 7, 1, 7, 5), id="summer in Paris"),
        pytest.param(FRANCE, "2019-01-01 09:05:30", datetime(2019, 1, 1, 8, 5, 30), id="winter in Paris"),
        pytest.param(MOROCCO, "2019-03-01T09:05", datetime(2019, 3, 1, 8, 5), id="Morocco"),
        pytest.param(MOROCCO, "2019-05-10T09:05", datetime(2019, 5, 10, 9, 5), id="Morocco in Ramadan"),
        pytest.param(MOROCCO, "2019-03-01T09:05+02:00", datetime(2019, 3, 1, 7, 5), id="offset"),
        pytest.param(MOROCCO, "2019-03-01T09:05Z", datetime(2019, 3, 1, 9, 5), id="Z"),
        pytest.param(MOROCCO, "٢٠١٩-٠٣-٠١T٠٩:٠٥", datetime(2019, 3, 1, 8, 5), id="Arabic digits"),
        pytest.param(MOROCCO, datetime(2019, 3, 1, 9, 5, 59), datetime(2019, 3, 1, 8, 5, 59), id="real"),
        pytest.param(MOROCCO, date(2019, 3, 1), datetime(2019, 2, 28, 23), id="midnight, read as a date"),
    ],
)
def test_a_moment_is_read_on_the_clock_of_the_ngo(place, value, expected):
    assert cells.moment(value, place) == expected.replace(tzinfo=UTC)


@pytest.mark.parametrize(
    ("read", "value", "why"),
    [
        pytest.param(cells.text(3), "Amina", "“Amina” has 5 characters, 3 are allowed. Shorten it.", id="too long"),
        pytest.param(
            cells.text(9),
            True,
            "TRUE or FALSE is no text. Format the cell as text and type it anew.",
            id="boolean",
        ),
        pytest.param(
            cells.text(9),
            date(2019, 12, 10),
            "“2019-12-10” is a date or a time, no text. Format the cell as text and type it anew.",
            id="date",
        ),
        pytest.param(cells.text(9), "a\x00b", "“a�b” has unprintable signs. Type it anew.", id="NUL"),
        pytest.param(cells.text(9), "a\ud800b", "“a�b” has unprintable signs. Type it anew.", id="half a letter"),
        pytest.param(CATEGORY, "polcie", "“polcie” is not a known code. Did you mean “police”?", id="nearest code"),
        pytest.param(SEX, "?", "“?” is not a known code. Use one of: f, m, x.", id="no code near"),
        pytest.param(
            cells.region,
            "souss massa",
            "“souss massa” is not a region’s code. Did you mean “MA-09”?",
            id="region name",
        ),
        pytest.param(cells.region, "MA-99", "“MA-99” is not a region’s code. Did you mean “MA-09”?", id="region code"),
        pytest.param(
            cells.region,
            "?",
            "“?” is not a region’s code. Use ISO 3166-2, as MA-04 or FR-IDF.",
            id="no region near",
        ),
        pytest.param(cells.whole(1, 720), 0, "“0” is not a whole number from 1 to 720. Correct it.", id="too small"),
        pytest.param(
            cells.whole(1, 720), 1e300, "“1e+300” is not a whole number from 1 to 720. Correct it.", id="huge"
        ),
        pytest.param(
            cells.whole(1, 720), 1.5, "“1.5” is not a whole number from 1 to 720. Correct it.", id="not whole"
        ),
        pytest.param(cells.whole(1, 720), "1 h", "“1 h” is not a number. Write it with digits only.", id="no number"),
        pytest.param(
            cells.whole(1, 720),
            True,
            "“True” is not a number. Write it with digits only.",
            id="boolean number",
        ),
        pytest.param(cells.whole(1, 720), float("nan"), "“nan” is not a number. Write it with digits only.", id="NaN"),
        pytest.param(
            cells.percent,
            0.6,
            "“0.6” is not a whole number from 0 to 100. Correct it.",
            id="share for percent",
        ),
        pytest.param(
            cells.decimal(Decimal(20)),
            -1,
            "“-1” is not a number from 0 to 20. Correct it.",
            id="negative score",
        ),
        pytest.param(cells.decimal(Decimal(20)), 6.666, "“6.666” has more than two decimals. Round it.", id="decimals"),
        pytest.param(
            cells.phone,
            "0612345678 / 0698765432",
            "“0612345678 / 0698765432” is no valid phone number. Write one, as 0612345678 or +212612345678.",
            id="two phones",
        ),
        pytest.param(
            cells.phone,
            "12345",
            "“12345” is no valid phone number. Write one, as 0612345678 or +212612345678.",
            id="short phone",
        ),
        pytest.param(
            cells.email(254),
            "amina@",
            "“amina@” is not a mail address. Write one, as name@example.org.",
            id="mail",
        ),
    ],
)
def test_a_cell_is_refused_with_why_and_a_remedy(read, value, why):
    with pytest.raises(cells.CellError) as refusal:
        read(value, MOROCCO)
    assert str(refusal.value) == why


@pytest.mark.parametrize(
    "value",
    [
        pytest.param("01/03/2019", id="local writing"),
        pytest.param("2019-02-30", id="no such day"),
        pytest.param("20190301", id="compact"),
        pytest.param(43525.0, id="unformatted"),
        pytest.param(True, id="boolean"),
        pytest.param(time(9, 5), id="time"),
        pytest.param("0219-03-01", id="slip"),
        pytest.param(date(1899, 12, 31), id="Excel's zero"),
        pytest.param("2019-03-01T99:05", id="no such hour"),
    ],
)
@pytest.mark.parametrize("read", [pytest.param(cells.day, id="day"), pytest.param(cells.moment, id="moment")])
def test_what_is_no_date_is_refused(read, value):
    with pytest.raises(cells.CellError):
        read(value, MOROCCO)


@pytest.mark.parametrize(
    ("value", "empty"),
    [
        pytest.param(None, True, id="None"),
        pytest.param(" \u00a0\n", True, id="blanks"),
        pytest.param("\u200f\u200d", True, id="invisible"),
        pytest.param(0, False, id="zero"),
        pytest.param(False, False, id="false"),
        pytest.param("\x00", False, id="NUL"),
    ],
)
def test_an_empty_cell_says_nothing(value, empty):
    assert cells.is_empty(value) is empty
