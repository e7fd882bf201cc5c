"""Where the NGO of the tests is."""

from zoneinfo import ZoneInfo

from core.spreadsheets.cells import Place

PLACE = Place("MA", ZoneInfo("Africa/Casablanca"))
