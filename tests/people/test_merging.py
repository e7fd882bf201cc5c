"""Merging two records and taking them apart; what is proposed and what is not."""

import time
import uuid
from itertools import pairwise

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from accounts.models import User
from people.duplicates import find_candidates, keep_hints
from people.merging import merge_people, say_distinct, undo_merge
from people.models import Merge, Person


@pytest.fixture
def actor(own_ngo):
    return User.objects.create(username="coordinator")


def make(*names, **fields):
    return [Person.objects.create(full_name=name, **fields) for name in names]


def leads(*people):
    return list(
        Person.objects.filter(pk__in=[p.pk for p in people]).order_by("pk").values_list("merged_into", flat=True)
    )


def test_a_merge_and_its_undoing(actor):
    one, two = make("Amina", "أمينة")
    batch = merge_people(kept=one, absorbed=two, actor=actor)
    assert leads(one, two) == [None, one.pk]
    undo_merge(batch=batch, reason="Two sisters", actor=actor)
    assert leads(one, two) == [None, None]
    assert Merge.objects.filter(ended_at__isnull=True).count() == 0


def test_a_merged_record_never_leads_to_a_merged_one(actor):
    one, two, three = make("A", "B", "C")
    first = merge_people(kept=two, absorbed=one, actor=actor)
    second = merge_people(kept=three, absorbed=two, actor=actor)
    assert leads(one, two, three) == [three.pk, three.pk, None]
    with pytest.raises(ValidationError):  # the later one stands on it
        undo_merge(batch=first, reason="x", actor=actor)
    undo_merge(batch=second, reason="x", actor=actor)
    assert leads(one, two, three) == [two.pk, None, None]
    undo_merge(batch=first, reason="x", actor=actor)
    assert leads(one, two, three) == [None, None, None]


def test_a_chain_of_merges_is_undone_link_by_link(actor):
    people = make("A", "B", "C", "D", "E")
    steps, batches = [leads(*people)], []
    for absorbed, kept in pairwise(people):
        batches.append(merge_people(kept=kept, absorbed=absorbed, actor=actor))
        steps.append(leads(*people))
    for again in range(2):  # the last link made once more, and undone once more
        while batches:
            steps.pop()
            undo_merge(batch=batches.pop(), reason="x", actor=actor)
            assert leads(*people) == steps[-1]
            if not again and len(batches) == 2:
                batches.append(merge_people(kept=people[3], absorbed=people[2], actor=actor))
                steps.append(leads(*people))
                break
    assert leads(*people) == [None] * 5


def test_what_cannot_be_merged(actor):
    one, two, gone = make("A", "B", "C")
    Person.objects.filter(pk=gone.pk).update(erased_at="2020-01-01T00:00Z")
    for kept, absorbed in ((one, one), (one, gone), (gone, one)):
        with pytest.raises(ValidationError):
            merge_people(kept=kept, absorbed=absorbed, actor=actor)
    merge_people(kept=one, absorbed=two, actor=actor)
    with pytest.raises(ValidationError):
        merge_people(kept=one, absorbed=two, actor=actor)


def proposed():
    names = dict(Person.objects.values_list("pk", "full_name"))
    return [(names[pair.one], names[pair.other], sorted(pair.reasons)) for pair in find_candidates()]


def test_what_is_proposed(own_ngo, other_ngo, actor):
    with other_ngo:
        make("Amina Alami", email="a@example.org")
    make("Amina Alami", email="a@example.org")
    make("أمينة العلمي", email="A@example.org")
    make("Bilal", "Claire", phone="+212612345678")
    make("Karim Idrissi", "Karima Idrissi")
    assert proposed() == [
        ("Amina Alami", "أمينة العلمي", ["email", "name"]), ("Bilal", "Claire", ["phone"]),
    ]  # fmt: skip


def test_what_the_network_found_is_proposed_until_it_looks_again(actor):
    one, two, three = make("Bilal Alami", "Claire Berrada", "Driss Chraibi")
    keep_hints(pairs=[(two.pk, one.pk), (two.pk, three.pk), (two.pk, three.pk)])
    assert proposed() == [
        ("Bilal Alami", "Claire Berrada", ["network"]), ("Claire Berrada", "Driss Chraibi", ["network"]),
    ]  # fmt: skip
    merge_people(kept=one, absorbed=two, actor=actor)
    assert proposed() == []  # of a merged record nothing is proposed
    keep_hints(pairs=[(one.pk, three.pk)])
    assert proposed() == [("Bilal Alami", "Driss Chraibi", ["network"])]
    keep_hints(pairs=[])
    assert proposed() == []


def test_what_was_parted_is_merged_again(actor):
    """Each merge is a row of its own; one at a time holds."""
    one, two = make("Amina", "أمينة")
    for reason in ("Two sisters", "Two cousins"):
        undo_merge(batch=merge_people(kept=one, absorbed=two, actor=actor), reason=reason, actor=actor)
    merge_people(kept=one, absorbed=two, actor=actor)
    assert leads(one, two) == [None, one.pk]
    assert [(row.reason, row.ended_at is None) for row in Merge.objects.order_by("pk")] == [
        ("Two sisters", False), ("Two cousins", False), ("", True),
    ]  # fmt: skip
    with pytest.raises(IntegrityError), transaction.atomic():
        Merge.objects.create(kept=one, absorbed=two, batch=uuid.uuid4())


def test_who_was_found_to_be_two_is_not_proposed_again(actor):
    one, two = make("Amina Alami", "Amina Alami")
    say_distinct(one=two, other=one, actor=actor)
    say_distinct(one=one, other=two, actor=actor)
    assert proposed() == []


def test_a_phone_that_everybody_has_says_nothing(actor):
    make(*(f"Name{chr(97 + n // 26)}{chr(97 + n % 26)}" for n in range(51)), phone="+212612345678")
    assert [pair for pair in find_candidates() if "phone" in pair.reasons] == []


def test_five_thousand_people_in_seconds(actor):
    first = ["Mohamed", "Amina", "Karim", "Youssef", "Zineb", "Said", "Nadia", "Rachid", "Hassan", "Leila"]
    last = [f"{a}{b}{c}i" for a in "bdfkmnrst" for b in ("a", "ou", "i") for c in "bdfkmnrstlz"]
    Person.objects.bulk_create(
        Person(full_name=f"{first[n % 10]} {last[n % len(last)]} {last[(n * 7) % len(last)]}") for n in range(5000)
    )
    began = time.monotonic()
    assert find_candidates() != []
    assert time.monotonic() - began < 20
