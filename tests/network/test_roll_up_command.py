"""`manage.py roll_up`: counts the years that are named, of the network and of each tenant, and keeps them."""

from django.core.management import call_command

from network.models import RolledUpFigures

SCOPES = ("network", "tenant:hub", "tenant:own_ngo", "tenant:other_ngo")


def test_the_years_that_are_named_are_counted_and_no_other(hub, own_ngo, other_ngo, capsys):
    call_command("roll_up", "2018", "2019")
    kept = set(RolledUpFigures.objects.values_list("scope", "start__year"))
    assert kept == {(scope, year) for scope in SCOPES for year in (2018, 2019)}
    assert capsys.readouterr().err == ""
