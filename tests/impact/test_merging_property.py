"""Merging and undoing in any order: whatever is merged and taken apart again, every figure is as it was before."""

import contextlib

from django.core.exceptions import ValidationError
from hypothesis import given
from hypothesis import strategies as st

from accounts.models import User
from impact.counting import Period, count_tenant
from people.merging import merge_people, undo_merge
from people.models import Merge, Person
from sessions.models import Evidence
from sessions.records.actions import import_rows
from tests.reference import strategies
from tests.support.random_histories import random_histories, undone

pairs = st.lists(st.tuples(st.integers(0, 5), st.integers(0, 5)), min_size=1, max_size=4)


def figures(period, axis):
    return count_tenant(Period(*period), axis), list(Evidence.objects.order_by("pk").values())


@random_histories
@given(
    rows=strategies.histories(), period=strategies.periods(), axis=st.none() | strategies.axes(), merges=pairs,
    order=st.randoms(use_true_random=False),
)  # fmt: skip
def test_merges_undone_leave_every_figure_and_every_presence(own_ngo, rows, period, axis, merges, order):
    with undone():
        import_rows(rows=rows, tenant=own_ngo)
        actor = User.objects.get_or_create(username="salma")[0]
        people = list(Person.objects.order_by("pk"))
        before, batches = figures(period, axis), []
        for kept, absorbed in merges:
            if max(kept, absorbed) < len(people):
                with contextlib.suppress(ValidationError):  # one of the two is merged already, or they are one
                    batches.append(merge_people(kept=people[kept], absorbed=people[absorbed], actor=actor))
        evidence = before[1]
        while batches:
            assert figures(period, axis)[1] == evidence  # at every step each presence is there, with its own record
            order.shuffle(batches)
            left = [batch for batch in batches if not _undo(batch, actor)]
            assert len(left) < len(batches)  # at least the last can be undone
            batches = left
        assert figures(period, axis) == before
        assert not Person.objects.filter(merged_into__isnull=False).exists()
        assert not Merge.objects.filter(ended_at__isnull=True).exists()


def _undo(batch, actor):
    """Whether it could be undone: a later merge that stands on it goes first."""
    try:
        undo_merge(batch=batch, reason="x", actor=actor)
    except ValidationError:
        return False
    return True


def test_a_merge_does_move_the_figures(own_ngo):
    """The property above would hold for merges that do nothing."""
    rows = strategies.workbook(
        people=[strategies.person("P1"), strategies.person("P2")],
        sessions=[strategies.session("S1", state="held")],
        slots=[strategies.slot("S1", 1, "2019-03-01", "morning", 60)],
        attendance=[strategies.attendance("S1", 1, "P1"), strategies.attendance("S1", 1, "P2")],
    )
    import_rows(rows=rows, tenant=own_ngo)
    one, two = Person.objects.order_by("pk")
    assert count_tenant(Period.year(2019))["indicators"]["REACH"]["value"] == 2
    merge_people(kept=one, absorbed=two, actor=User.objects.create(username="salma"))
    assert count_tenant(Period.year(2019))["indicators"]["REACH"]["value"] == 1
