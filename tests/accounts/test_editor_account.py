"""The editor's own account page: only time zones that a browser knows are offered or taken."""

import pytest
from wagtail.users.models import UserProfile

from accounts.models import User
from accounts.roles import Role

PATH = "/admin/account/"


def zones(client):
    form = client.get(PATH).context["panels_by_tab"]
    panels = [panel for tab in form.values() for panel in tab]
    (locale,) = [panel for panel in panels if panel.name == "locale"]
    return [value for value, _label in locale.get_form().fields["current_time_zone"].choices]


def test_every_zone_offered_is_a_place_or_utc(sign_in, own_ngo):
    offered = zones(sign_in(own_ngo, Role.COORDINATOR))
    assert offered[0] == ""
    assert [name for name in offered[1:] if "/" not in name] == ["UTC"]
    assert {"Africa/Casablanca", "Europe/Paris"} <= set(offered)


@pytest.mark.parametrize("zone", ["localtime", "Factory", "Africa/Nowhere", "../etc/passwd"])
def test_no_other_is_taken(sign_in, own_ngo, zone):
    client = sign_in(own_ngo, Role.COORDINATOR)
    response = client.post(PATH, {"locale-preferred_language": "fr", "locale-current_time_zone": zone})
    assert response.status_code == 200
    with own_ngo:
        user = User.objects.get(username=Role.COORDINATOR.value)
        assert UserProfile.get_for_user(user).current_time_zone == ""
