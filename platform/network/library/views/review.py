"""The reviewer's pages in the hub: what of each module a jurist has still to check, and signing it."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.requests import SignedInRequest
from core.languages import NAMES, ORDER, direction
from courses.legal import State, find_passages, sign
from courses.models import ModulePage
from courses.packing import read_module
from network.library.forms import SignatureForm
from network.library.reading import text_of
from network.library.reviewing import rows_of, sections
from network.library.views.guards import for_hub
from network.library.words import name_of

COLUMNS = [{"code": code, "name": NAMES[code], "direction": direction(code)} for code in ORDER]


@for_hub
def review(request: HttpRequest) -> HttpResponse:
    """The modules with how many passages are signed in each."""
    rows = []
    for module in ModulePage.objects.order_by("path"):
        passages = find_passages(module)
        signed = sum(one.state == State.SIGNED for one in passages)
        rows.append({"module": module, "signed": signed, "all": len(passages)})
    return render(request, "network/library/review.html", {"rows": rows})


@for_hub
def review_module(request: HttpRequest, pk: int) -> HttpResponse:
    """Every passage a jurist checks, and the parts to read in three languages."""
    module = get_object_or_404(ModulePage, pk=pk)
    tree = read_module(module, draft=True)
    passages = find_passages(module, tree)
    context = {
        "module": module,
        "sections": [(section, name_of(section.node)) for section in sections(tree, passages)],
        "passages": [
            (one, text_of(one.names), tree.id if one.node.kind == "term" else one.node.id) for one in passages
        ],
        "signed": sum(one.state == State.SIGNED for one in passages),
    }
    return render(request, "network/library/review_module.html", context)


@for_hub
def review_part(request: SignedInRequest, pk: int, key: UUID) -> HttpResponse:
    """One part in three languages side by side; the passages on law in it are signed here."""
    module = get_object_or_404(ModulePage, pk=pk)
    form = SignatureForm(request.POST or None, initial={"name": request.user.get_full_name()})
    if request.method == "POST" and form.is_valid() and _signed(request, module, form.cleaned_data):
        return redirect(reverse("library:review_part", args=[pk, key]) + f"#p-{form.cleaned_data['passage']}")
    tree = read_module(module, draft=True)
    section = next((one for one in sections(tree, find_passages(module, tree)) if one.node.id == str(key)), None)
    if section is None:
        raise Http404
    context = {
        "module": module, "section": section, "name": name_of(section.node), "form": form, "columns": COLUMNS,
        "rows": list(rows_of(section, tree)), "sent": request.POST.get("passage", ""),
    }  # fmt: skip
    return render(request, "network/library/review_part.html", context)


def _signed(request: SignedInRequest, module: ModulePage, data: dict[str, Any]) -> bool:
    try:
        check = sign(module=module, actor=request.user, **data)
    except ValidationError as refused:
        messages.error(request, " ".join(refused.messages))
        return False
    said = _("Signed by %(name)s.") if check.holds else _("The signature is taken back.")
    messages.success(request, said % {"name": check.name})
    return True
