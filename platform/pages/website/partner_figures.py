"""On the hub's page of a project: what each partner published of it and shows on its own page of figures.

Everything here is public where it comes from, with k = 10 and the partner's own switches. Nothing is added up: periods
differ, and somebody known to two partners would be counted twice.
"""

from typing import Any

from django.apps import apps
from django.core.cache import cache
from django.utils.translation import gettext as _
from django_tenants.utils import get_public_schema_name, schema_context, tenant_context

from core.languages import active
from core.tables import Column, DataTable, Missing, data_table
from impact.presentation import IndicatorRow
from network.models import Partner
from pages.impact import SWITCHES
from pages.website.figures import SHOWN, project_figures
from tenants.models import Tenant

SECONDS = 15 * 60  # the partners are read one after the other


def figures_of_partners(code: str) -> DataTable | None:
    """A line for each active partner that shows figures of the project; None where none does."""
    key = f"partner-figures-{active()}-{code}"
    found: list[DataTable | None] | None = cache.get(key)
    if found is None:
        found = [_read(code)]
        cache.set(key, found, SECONDS)
    return found[0]


def _read(code: str) -> DataTable | None:
    with schema_context(get_public_schema_name()):
        partners = Partner.objects.filter(project__code=code, left__isnull=True).values_list("tenant", flat=True)
        tenants = list(Tenant.objects.filter(uuid__in=list(partners), state=Tenant.State.ACTIVE).order_by("name_fr"))
    lines = [(tenant.name, *line) for tenant in tenants if (line := _line_of(tenant, code))]
    names = {row.code: str(row.name) for _name, _title, rows in lines for row in rows}
    codes = [name for name in SHOWN if name in names]
    if not codes:
        return None
    columns = [Column(_("Association")), Column(_("Period")), *(Column(names[name], numeric=True) for name in codes)]
    cells = [[name, title, *_texts(rows, codes)] for name, title, rows in lines]
    return data_table(_("What the partners published of this project"), columns, cells)


def _line_of(tenant: Tenant, code: str) -> tuple[str, list[IndicatorRow]] | None:
    pages = apps.get_model("pages.ImpactPage")._default_manager  # by its name: the page types show this
    with tenant_context(tenant):
        page = pages.filter(live=True).first()
        figures = project_figures(code) if page else None
        if page is None or figures is None:
            return None
        wanted = {name for switch, names in SWITCHES.items() if getattr(page, switch) for name in names}
        return figures.title, [row for row in figures.rows if row.code in wanted]


def _texts(rows: list[IndicatorRow], codes: list[str]) -> list[Any]:
    by_code = {row.code: row.text for row in rows}
    return [by_code.get(code, Missing()) for code in codes]
