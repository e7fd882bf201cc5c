"""A sampling audit: the first count of a sheet is made blind and stays; a later one stands beside it with a reason."""

import threading

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from accounts.models import User
from accounts.roles import Role
from impact.counting import Period
from impact.models import Audit, SheetCount
from impact.quality import draw_audit, record_recount, verification_factor
from sessions.models import AppendOnlyError
from sessions.records.actions import import_rows
from tests.reference import oracles

YEAR = Period.year(2019)
REASON = "Two sheets lay under another"


@pytest.fixture
def auditor(own_ngo):
    return User.objects.create(username="auditor")


@pytest.fixture
def audit(own_ngo, auditor):
    """Of oracle A: S1 with 17 half-day presences and S2 with 3."""
    rows, _checks = oracles.oracle_a()
    import_rows(rows=rows, tenant=own_ngo)
    return draw_audit(period=YEAR, size=9, actor=auditor, seed="7")


@pytest.fixture
def larger(audit):
    return audit.recounts.get(recorded=17)


@pytest.fixture
def smaller(audit):
    return audit.recounts.get(recorded=3)


def factor(audit, **kwargs):
    return verification_factor(Audit.objects.get(pk=audit.pk), **kwargs)


def test_a_second_count_is_a_row_of_its_own_and_moves_no_factor(audit, larger, smaller, auditor):
    record_recount(recount=larger, on_sheets=12, actor=auditor)
    record_recount(recount=smaller, on_sheets=3, actor=auditor)
    assert factor(audit) == (15, 20, 0.75)
    for sheets in (13, 16):
        record_recount(recount=larger, on_sheets=sheets, actor=auditor, reason=REASON)
    rows = list(SheetCount.objects.values_list("recount", "on_sheets", "reason", "counted_by"))
    assert rows == [
        (larger.pk, 12, "", auditor.pk), (smaller.pk, 3, "", auditor.pk),
        (larger.pk, 13, REASON, auditor.pk), (larger.pk, 16, REASON, auditor.pk),
    ]  # fmt: skip
    assert factor(audit) == (15, 20, 0.75)
    assert factor(audit, latest=True) == (19, 20, 0.95)


@pytest.mark.parametrize("reason", ["", "  "], ids=["none", "blanks"])
def test_a_second_count_says_why(audit, larger, auditor, reason):
    record_recount(recount=larger, on_sheets=12, actor=auditor)
    with pytest.raises(ValidationError) as refusal:
        record_recount(recount=larger, on_sheets=16, actor=auditor, reason=reason)
    assert list(refusal.value.message_dict) == ["reason"]
    assert list(SheetCount.objects.values_list("on_sheets", flat=True)) == [12]


def test_a_first_count_has_no_reason_whatever_is_sent(larger, auditor):
    record_recount(recount=larger, on_sheets=12, actor=auditor, reason=REASON)
    assert list(SheetCount.objects.values_list("on_sheets", "reason")) == [(12, "")]


def test_the_database_takes_one_first_count(larger, auditor):
    SheetCount.objects.create(recount=larger, on_sheets=12, counted_by=auditor)
    with pytest.raises(IntegrityError), transaction.atomic():
        SheetCount.objects.create(recount=larger, on_sheets=16, counted_by=auditor)


def test_what_was_counted_is_not_written_over(larger, auditor):
    count = record_recount(recount=larger, on_sheets=12, actor=auditor)
    count.on_sheets = 17
    with pytest.raises(AppendOnlyError):
        count.save()
    assert SheetCount.objects.get().on_sheets == 12


def test_a_session_not_counted_is_in_no_factor(audit, larger, auditor):
    assert factor(audit) == (0, 0, None)
    record_recount(recount=larger, on_sheets=17, actor=auditor)
    assert factor(audit) == (17, 17, 1.0)


@pytest.mark.django_db(transaction=True)
def test_of_two_first_counts_at_once_one_stays(own_ngo, audit, larger, auditor):
    told, both = [], threading.Barrier(2)

    def count(sheets):
        connection.set_tenant(own_ngo)
        both.wait()
        try:
            record_recount(recount=larger, on_sheets=sheets, actor=auditor)
            told.append("kept")
        except ValidationError as refusal:
            told.extend(refusal.message_dict)
        finally:
            connection.close()

    threads = [threading.Thread(target=count, args=(sheets,)) for sheets in (12, 16)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(told) == ["kept", "reason"]
    assert SheetCount.objects.count() == 1


def test_the_page_keeps_both_and_says_both(sign_in, own_ngo, audit, larger, smaller):
    client, path = sign_in(own_ngo, Role.COORDINATOR), f"/en/figures/audits/{audit.pk}/"
    before = client.get(path).content.decode()
    assert "in the records" not in before  # who counts does not see what should come out
    assert 'name="reason"' not in before
    client.post(path, {"recount": larger.pk, "on_sheets": 12})
    refused = client.post(path, {"recount": larger.pk, "on_sheets": 16})
    assert (refused.status_code, "Say why it is counted again" in refused.content.decode()) == (200, True)
    assert client.post(path, {"recount": larger.pk, "on_sheets": 17, "reason": REASON}).status_code == 302
    html = client.get(path).content.decode()
    assert (html.count("12 on the sheets, 17 in the records"), html.count("17 on the sheets, 17 in the records")) == (
        1,
        1,
    )
    assert html.count(REASON) == 1
    assert "12 presences on the sheets, 17 in the records of the same sessions: the factor is 0.706." in html
    assert "With the later counts, made when the records had been seen, it would be 1." in html
    listed = client.get("/en/figures/audits/").content.decode()
    assert '<td data-label="Factor" class="num">0.706</td>' in listed


@pytest.mark.parametrize("sent", [{"on_sheets": "-1"}, {"on_sheets": ""}, {"on_sheets": "100001"}], ids=str)
def test_what_is_no_count_is_told(sign_in, own_ngo, audit, larger, sent):
    client = sign_in(own_ngo, Role.COORDINATOR)
    response = client.post(f"/en/figures/audits/{audit.pk}/", {"recount": larger.pk, **sent})
    assert (response.status_code, SheetCount.objects.count()) == (200, 0)


def test_the_stranger_counts_nothing(sign_in, own_ngo, other_ngo, audit, larger):
    stranger = sign_in(other_ngo, Role.COORDINATOR)
    assert stranger.post(f"/en/figures/audits/{audit.pk}/", {"recount": larger.pk, "on_sheets": 1}).status_code == 404
    assert SheetCount.objects.count() == 0


def test_as_many_queries_for_1_count_as_for_30(sign_in, own_ngo, audit, larger, auditor):
    client, path = sign_in(own_ngo, Role.COORDINATOR), f"/en/figures/audits/{audit.pk}/"
    counted = []
    for more in (1, 29):
        for _number in range(more):
            record_recount(recount=larger, on_sheets=12, actor=auditor, reason=REASON)
        client.get(path)
        with CaptureQueriesContext(connection) as queries:
            client.get(path)
        counted.append(len(queries))
    assert counted[0] == counted[1]
