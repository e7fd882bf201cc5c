"""Whatever a valid workbook holds, importing it twice is importing it once."""

from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from core.spreadsheets.problems import WorkbookRefused
from sessions.models import Evidence, HeadCount
from sessions.records.actions import import_rows
from tests.reference.strategies import histories
from tests.sessions.records.spreadsheets import count_rows

FEW = settings(deadline=None, suppress_health_check=list(HealthCheck))
CELLS = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(),
    st.floats(),
    st.text(max_size=20),
    st.dates(),
    st.datetimes(),
    st.times(),
    st.sampled_from(["P1", "S1", "held", "training", "professional", "2019-03-01", "morning", "0612345678", "f"]),
)


@FEW
@given(rows=histories(repeated_half_days=True))
def test_importing_twice_is_importing_once(own_ngo, rows):
    with transaction.atomic():
        first = import_rows(rows=rows, tenant=own_ngo).counts()
        before = count_rows()
        again = import_rows(rows=rows, tenant=own_ngo).counts()
        assert first == {sheet: {"new": len(rows[sheet]), "changed": 0, "same": 0} for sheet in first}
        assert again == {sheet: {"new": 0, "changed": 0, "same": len(rows[sheet])} for sheet in first}
        assert count_rows() == before
        transaction.set_rollback(True)


@FEW
@given(data=st.data(), rows=histories())
def test_a_corrected_workbook_gives_what_it_alone_would_give(own_ngo, data, rows):
    marks = {(row["session"], row["slot"], row["person"]) for row in rows["attendance"]}
    corrected = rows | {
        "attendance": [
            dict(
                zip(("session", "slot", "person"), mark, strict=True),
                minutes=data.draw(st.sampled_from([None, 0])),
            )
            for mark in sorted(marks)
        ]
    }
    with transaction.atomic():
        import_rows(rows=corrected, tenant=own_ngo)
        alone = _valid_rows()
        transaction.set_rollback(True)
    with transaction.atomic():
        import_rows(rows=rows, tenant=own_ngo)
        import_rows(rows=corrected, tenant=own_ngo)
        assert _valid_rows() == alone
        transaction.set_rollback(True)


def _valid_rows():
    """What counts, by references."""
    slot = ("slot__session__ref", "slot__number")
    evidence = Evidence.objects.valid().values_list(*slot, "person__ref", "minutes", "source")
    heads = HeadCount.objects.valid().values_list(*slot, "count", "sex", "category")
    return sorted(evidence, key=str), sorted(heads, key=str)


@settings(FEW, max_examples=max(100, settings().max_examples))
@given(data=st.data(), rows=histories())
def test_no_cell_makes_it_stumble(own_ngo, data, rows):
    for _change in range(data.draw(st.integers(1, 3))):
        sheet = data.draw(st.sampled_from([sheet for sheet, found in rows.items() if found] or ["people"]))
        if rows[sheet]:
            row = data.draw(st.sampled_from(rows[sheet]))
            row[data.draw(st.sampled_from(sorted(row)))] = data.draw(CELLS)
    lines = []
    with transaction.atomic():
        try:
            import_rows(rows=rows, tenant=own_ngo)
        except WorkbookRefused as refused:
            lines = [str(error) for error in refused.errors]
        transaction.set_rollback(True)
    assert all(line.isprintable() for line in lines)
