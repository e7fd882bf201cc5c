"""The demo's workbooks, as files, through the same door as everybody's."""

import pytest

from demo.figures import NGOS, workbook_rows, write_workbook
from people.models import ImportBatch, Person
from sessions.models import Evidence, HeadCount, Registration, TestScore, TrainingSession
from sessions.records.actions import import_workbook

MODELS = (Person, TrainingSession, Registration, Evidence, HeadCount, TestScore)


@pytest.mark.parametrize("schema", [pytest.param(ngo.schema, id=ngo.schema) for ngo in NGOS])
def test_a_demo_workbook_imports_cleanly_twice(own_ngo, tmp_path, schema):
    years = (2018, 2019)
    for year in years:
        write_workbook(schema, year, tmp_path / f"{year}.xlsx")
    first = [import_workbook(path=tmp_path / f"{year}.xlsx", tenant=own_ngo).counts() for year in years]
    before = [model.objects.count() for model in MODELS]
    again = [import_workbook(path=tmp_path / f"{year}.xlsx", tenant=own_ngo).counts() for year in years]
    for year, new, same in zip(years, first, again, strict=True):
        rows = {sheet: len(found) for sheet, found in workbook_rows(schema, year).items()}
        assert {sheet: sum(counts.values()) for sheet, counts in new.items()} == rows
        assert same == {sheet: {"new": 0, "changed": 0, "same": count} for sheet, count in rows.items()}
    assert [model.objects.count() for model in MODELS] == before
    assert ImportBatch.objects.count() == 2
