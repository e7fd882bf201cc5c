"""The matrix of texts by language: its rows, and pages whose drafts are newer."""

from django.urls import reverse

from courses.translating.matrix import read_rows

MATRIX = "/admin/translations/"


def revise(page, **changes):
    draft = page.get_latest_revision_as_object()
    for name, value in changes.items():
        setattr(draft, name, value)
    draft.save_revision()


def row_of(heading):
    return next(row for row in read_rows() if row.headings.get("fr") == heading)


def states_of(row):
    return {cell.language: (str(cell.state), cell.percent) for cell in row.cells}


def side_by_side(module, node, language="ar"):
    return reverse("courses_translations:translate", args=[module.pk, node.translation_key, language])
