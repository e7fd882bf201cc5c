"""Translations in the admin: the matrix by language, side by side, and a translator's files out and in."""

from typing import Any, cast

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import include, path, reverse
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_POST
from wagtail.admin.menu import MenuItem
from wagtail.models import Page

from accounts.roles import Ability, abilities, requires
from core.languages import NAMES, ORDER
from core.pages import TranslatedPage
from core.spreadsheets.archive import PACKED
from core.translations import State
from courses.ownership import is_foreign
from courses.packing import Node
from courses.translating.actions import set_followed
from courses.translating.delivery import FileRefused, check_size
from courses.translating.entries import Entry, name_of
from courses.translating.markup import clean_text
from courses.translating.matrix import COURSES, read_rows, select, totals
from courses.translating.review import Review, review_delivery, review_texts
from courses.translating.sheets import read_sheet, write_sheet
from courses.translating.work import Work
from courses.translating.xliff import read_xliff, write_xliff

ROWS_PER_PAGE = 40
UNDO, PREVIEW = "translations_undo", "translations_preview"  # keys in the session
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
FORMATS = {"xlf": (write_xliff, "application/xliff+xml"), "xlsx": (write_sheet, XLSX)}
LANGUAGES = [(code, NAMES[code]) for code in ORDER]


# The matrix


class FilterForm(forms.Form):
    """What of the matrix is asked for; what cannot be understood is not asked."""

    course = forms.ChoiceField(label=gettext_lazy("Course"), required=False)
    language = forms.ChoiceField(
        label=gettext_lazy("Language"), required=False, choices=[("", gettext_lazy("All")), *LANGUAGES]
    )
    state = forms.ChoiceField(
        label=gettext_lazy("State"), required=False, choices=[("", gettext_lazy("All")), *State.choices]
    )
    search = forms.CharField(label=gettext_lazy("Search"), required=False, max_length=100)


@requires(Ability.WRITE_CONTENT)
def matrix(request: HttpRequest) -> HttpResponse:
    """Every text by language, with what is still to do."""
    rows = [row for row in read_rows() if not is_foreign(request.user, row.paths)]
    form = FilterForm(request.GET)
    courses = [(row.paths[0], row.heading) for row in rows if row.section == COURSES and row.depth == 0]
    cast(forms.ChoiceField, form.fields["course"]).choices = [("", _("All")), *courses]
    form.is_valid()
    asked = {name: value for name, value in form.cleaned_data.items() if value}
    shown = select(rows, **asked)
    page = Paginator(shown, ROWS_PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "form": form,
        "page": page,
        "asked": asked,
        "totals": totals(select(rows, course=asked.get("course", ""))),
        "languages": LANGUAGES,
        "is_empty": not any(row.section == COURSES for row in rows),
        "undo": request.session.pop(UNDO, None),
    }
    return render(request, "courses/admin/translations.html", context)


@requires(Ability.WRITE_CONTENT)
@require_POST
def mark(request: HttpRequest, pk: int, language: str) -> HttpResponse:
    """A language was read again beside the source, and still holds. With `before` in the form: take that back."""
    page = _page(request, pk, language)
    undone = request.POST.get("before")
    before = set_followed(page=page, language=language, digest=None if undone is None else clean_text(undone)[:64])
    if undone is None:
        heading = page.get_admin_display_title()
        request.session[UNDO] = {"pk": pk, "language": language, "before": before, "heading": heading}
    return redirect(_matrix_url(request))


def _page(request: HttpRequest, pk: int, language: str) -> Any:
    page = get_object_or_404(Page, pk=pk).specific
    if language not in ORDER or not isinstance(page, TranslatedPage):
        raise Http404
    if not page.permissions_for_user(request.user).can_edit():
        raise PermissionDenied
    return page


def _matrix_url(request: HttpRequest) -> str:
    """The matrix as it was filtered."""
    filters = request.POST.get("filters", "")
    return reverse("courses_translations:matrix") + (f"?{filters}" if filters else "")


# A translator's files


@requires(Ability.WRITE_CONTENT)
def export(request: HttpRequest, pk: int, language: str, suffix: str) -> HttpResponse:
    """The module's texts for a translator."""
    if suffix not in FORMATS or language not in ORDER:
        raise Http404
    with translation.override(language):  # where each text stands is said in the translator's language
        work = Work(request, pk, language)
        write, content_type = FORMATS[suffix]
        options: dict[str, Any] = {"module": work.key, "source": work.source, "target": language}
        if suffix == "xlf":
            options["states"] = work.page_states()
        response = HttpResponse(write(work.entries, **options), content_type=content_type)
    name = f"{work.module.slug}-{work.source}-{language}.{suffix}"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


class UploadForm(forms.Form):
    """A translator's file."""

    file = forms.FileField(label=gettext_lazy("Translated file (.xlf or .xlsx)"), allow_empty_file=True)


@requires(Ability.WRITE_CONTENT)
def import_translation(request: HttpRequest, pk: int, language: str) -> HttpResponse:
    """Ask for a translator's file; say what is wrong with it, or show what it would change."""
    work = Work(request, pk, language)
    request.session.pop(PREVIEW, None)
    form = UploadForm(request.POST or None, request.FILES or None)
    review = None
    if request.method == "POST" and form.is_valid():
        review = _review(work, form.cleaned_data["file"])
        if review.changes and not review.problems:
            request.session[PREVIEW] = {
                "module": work.key, "language": language, "digest": work.tree.digest(), "values": review.values,
            }  # fmt: skip
    context = work.context() | {"form": form, "review": review}
    refused = bool(review.problems) if review else bool(form.errors)
    return render(request, "courses/admin/translation_import.html", context, status=422 if refused else 200)


def _review(work: Work, file: Any) -> Review:
    head = file.read(8)
    try:
        check_size(file.size)
        delivery = read_sheet(file) if head.startswith(PACKED) else read_xliff(file)
    except FileRefused as refused:
        return Review(problems=[refused.problem])
    return review_delivery(delivery, work.entries, module=work.key, language=work.language)


@requires(Ability.WRITE_CONTENT)
@require_POST
def apply(request: HttpRequest, pk: int, language: str) -> HttpResponse:
    """Write what was shown, unless the module has changed since."""
    work = Work(request, pk, language)
    kept = request.session.pop(PREVIEW, None) or {}
    again = redirect("courses_translations:import", pk, language)
    if (kept.get("module"), kept.get("language")) != (work.key, language):
        messages.error(request, _("Nothing is waiting to be applied. Choose the file again."))
        return again
    if kept["digest"] != work.tree.digest():
        messages.error(
            request, _("Somebody has changed the module since. Choose the file again and look at the changes.")
        )
        return again
    return _write(request, work, kept["values"]) or again


def _write(request: HttpRequest, work: Work, values: dict[str, str]) -> HttpResponse | None:
    try:
        count = work.apply(values, request.user)
    except ValidationError as error:
        messages.error(request, _("Nothing was written: %(why)s") % {"why": " ".join(error.messages)})
        return None
    text = ngettext(
        "%(count)d text was written as a draft. What was there before is in the history of its page.",
        "%(count)d texts were written as drafts. What was there before is in the history of each page.",
        count,
    )
    messages.success(request, text % {"count": count})
    return redirect("courses_translations:matrix")


# Side by side


@requires(Ability.WRITE_CONTENT)
def translate(request: HttpRequest, pk: int, node_id: str, language: str) -> HttpResponse:
    """The texts of one page or exercise beside their source, to write and save as a draft."""
    work = Work(request, pk, language)
    root = work.tree.by_id().get(str(node_id))
    entries = [entry for entry in work.entries if entry.root == str(node_id)]
    if root is None:
        raise Http404
    written: dict[str, str] = {entry.id: request.POST[entry.id] for entry in entries if entry.id in request.POST}
    problems: dict[str, str] = {}
    if request.method == "POST":
        review = review_texts(entries, written)
        problems = {problem.unit: problem.why for problem in review.problems}
        if request.POST.get("digest") != root.digest():
            messages.error(request, _("Somebody has changed this text since you opened it. Compare, then save again."))
        elif not problems and not review.changes:
            messages.info(request, _("Nothing has changed."))
        elif not problems and (done := _write(request, work, review.values)):
            return done
    context = work.context() | _side_by_side(work, root, entries, written, problems) | {"problems": problems}
    return render(request, "courses/admin/translation_page.html", context, status=422 if problems else 200)


def _side_by_side(
    work: Work, root: Node, entries: list[Entry], written: dict[str, str], problems: dict[str, str]
) -> dict[str, Any]:
    pairs = [
        {
            "entry": entry,
            "where": entry.where.rpartition(" › ")[2],
            "source": entry.shown_source,
            "target": written.get(entry.id, entry.shown_target),
            "problem": problems.get(entry.id),
            "rows": min(12, 2 + len(entry.source) // 60),
        }
        for entry in entries
    ]
    stale = work.page_states().get(root.id) == State.STALE
    context = {"pairs": pairs, "name": name_of(root, work.source), "digest": root.digest()}
    return context | {
        "stale_page": work.page_pk(root.id) if stale else None,
        "has_tags": any(entry.is_html for entry in entries),
    }


# In the admin


class TranslationsMenuItem(MenuItem):
    """For those who write."""

    def is_shown(self, request: HttpRequest) -> bool:
        return Ability.WRITE_CONTENT in abilities(request.user)


urlpatterns = [
    path("", matrix, name="matrix"),
    path("pages/<int:pk>/<str:language>/", mark, name="mark"),
    path("modules/<int:pk>/<str:language>/import/", import_translation, name="import"),
    path("modules/<int:pk>/<str:language>/apply/", apply, name="apply"),
    path("modules/<int:pk>/<str:language>/export.<str:suffix>", export, name="export"),
    path("modules/<int:pk>/<uuid:node_id>/<str:language>/", translate, name="translate"),
]


def translations_urls() -> list[Any]:
    """For Wagtail's admin."""
    return [path("translations/", include((urlpatterns, "courses_translations")))]


def translations_menu_item() -> MenuItem:
    """For Wagtail's menu."""
    return TranslationsMenuItem(
        gettext_lazy("Translations"), reverse("courses_translations:matrix"), icon_name="globe", order=230
    )
