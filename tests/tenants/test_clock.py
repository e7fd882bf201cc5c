"""The clock lets each tenant do what is due, and one that fails keeps no other from it."""

import datetime

import pytest
from django.utils import timezone

from pages.models import ArticlePage, HomePage
from tenants import clock
from tenants.signals import minute_passed

HOUR = datetime.timedelta(hours=1)


def article(heading: str, *, due: datetime.timedelta) -> ArticlePage:
    page = HomePage.objects.get().add_child(instance=ArticlePage(heading_fr=heading, ready_fr=True, live=False))
    page.go_live_at = timezone.now() + due
    page.save_revision(approved_go_live_at=page.go_live_at)
    return page


def is_live(page: ArticlePage) -> bool:
    return ArticlePage.objects.get(pk=page.pk).live


def test_each_tenant_publishes_what_is_due_and_nothing_else(own_ngo, other_ngo) -> None:
    ours, later = article("Nous", due=-HOUR), article("Plus tard", due=HOUR)
    with other_ngo:
        theirs = article("Eux", due=-HOUR)
    clock.tick()
    with own_ngo:
        assert (is_live(ours), is_live(later)) == (True, False)
    with other_ngo:
        assert is_live(theirs)


def test_what_fails_in_one_tenant_is_logged_without_its_values_and_the_others_go_on(
    own_ngo, caplog: pytest.LogCaptureFixture
) -> None:
    seen = []

    def fail_in_ours(tenant, **kwargs):
        seen.append(tenant.schema_name)
        if tenant.schema_name == "own_ngo":
            raise ValueError("Amina")

    minute_passed.connect(fail_in_ours)
    try:
        clock.tick()
    finally:
        minute_passed.disconnect(fail_in_ours)
    assert sorted(seen) == ["hub", "other_ngo", "own_ngo"]
    assert caplog.messages == ["own_ngo: fail_in_ours failed with ValueError"]


def test_a_suspended_tenant_stands_still(own_ngo) -> None:
    ours = article("Nous", due=-HOUR)
    own_ngo.state = own_ngo.State.SUSPENDED
    own_ngo.save(update_fields=["state"])
    clock.tick()
    with own_ngo:
        assert not is_live(ours)
