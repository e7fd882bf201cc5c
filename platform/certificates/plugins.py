"""Plugs certificates into the extension points of people."""

from accounts.first_day.steps import register_step
from certificates.first_day import LETTERHEAD
from certificates.grounds import lost_by
from certificates.own_pages import certificates_part, certificates_section
from people.extension_points import register_consequences, register_part, register_section


def plug_in() -> None:
    """Once, as Django is set up."""
    register_consequences(lost_by)
    register_part(certificates_part, order=40)
    register_section(certificates_section, order=40)
    register_step(LETTERHEAD, order=10)
