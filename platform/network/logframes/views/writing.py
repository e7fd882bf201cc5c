"""Writing a logframe on the hub, and what the funder answers."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from accounts.requests import SignedInRequest
from accounts.roles import requires
from core.acting import refusal_as_message
from network.logframes import actions, forms
from network.logframes.reading import frames_of, results_of
from network.logframes.views.hub import trail_of
from network.models import FrameIndicator, FrameResult, Logframe, Project
from network.projects.views import WRITES

SIMPLE = {  # what one presses, without a form
    "submit": (actions.submit_frame, gettext_lazy("Submitted: it waits for the funder’s approval.")),
    "discard": (actions.discard_frame, gettext_lazy("This version is thrown away.")),
}


@requires(WRITES)
@require_POST
def begin(request: SignedInRequest, pk: int) -> HttpResponse:
    """A first version, or a changed one."""
    project = get_object_or_404(Project, pk=pk)
    with refusal_as_message(request):
        actions.begin_frame(project=project)
        return redirect("network:write_logframe", pk)
    return redirect("network:logframe", pk)


@requires(WRITES)
def write(request: SignedInRequest, pk: int) -> HttpResponse:
    """The version under way, with everything that may be done to it."""
    project, frame = _frame(pk)
    context = {"project": project, "frame": frame, "results": results_of(frame)}
    context["trail"] = trail_of(project, below=True)
    return render(request, "network/logframes/write.html", context)


@requires(WRITES)
@require_POST
def step(request: SignedInRequest, pk: int, does: str) -> HttpResponse:
    """Submit it, or throw it away."""
    if does not in SIMPLE:
        raise Http404
    _project, frame = _frame(pk)
    action, said = SIMPLE[does]
    with refusal_as_message(request):
        action(frame=frame)
        messages.success(request, str(said))
    return redirect("network:logframe" if does == "discard" else "network:write_logframe", pk)


@requires(WRITES)
def send_back(request: SignedInRequest, pk: int) -> HttpResponse:
    """The funder wants something revised."""
    project, frame = _frame(pk)
    form = forms.SendBackForm(request.POST if request.method == "POST" else None, frame=frame)
    return _form(request, form, project, _("Send it back"), _("Send back"), _("It may be revised now."))


@requires(WRITES)
def approve(request: SignedInRequest, pk: int) -> HttpResponse:
    """The funder has approved it."""
    project, frame = _frame(pk)
    form = forms.ApproveForm(request.POST if request.method == "POST" else None, frame=frame)
    told = _("Approved. From now on it holds.")
    return _form(request, form, project, _("Approved by the funder"), _("Note the approval"), told, "network:logframe")


@requires(WRITES)
def result(request: SignedInRequest, pk: int, row: int | None = None) -> HttpResponse:
    """A result more, or one changed."""
    project, frame = _frame(pk)
    found = FrameResult() if row is None else get_object_or_404(frame.results, pk=row)
    form = forms.ResultForm(request.POST if request.method == "POST" else None, frame=frame, instance=found)
    return _form(
        request, form, project, _("Add a result") if row is None else _("Change the result"), _("Save"), _("Saved.")
    )


@requires(WRITES)
def indicator(request: SignedInRequest, pk: int, result: int, row: int | None = None) -> HttpResponse:
    """An indicator of a result more, or one changed."""
    project, frame = _frame(pk)
    of = get_object_or_404(frame.results, pk=result)
    found = FrameIndicator() if row is None else get_object_or_404(of.indicators, pk=row)
    form = forms.IndicatorForm(
        request.POST if request.method == "POST" else None, frame=frame, result=of, instance=found
    )
    heading = _("Add an indicator") if row is None else _("Change the indicator")
    return _form(request, form, project, heading, _("Save"), _("Saved."))


@requires(WRITES)
def aims(request: SignedInRequest, pk: int, row: int) -> HttpResponse:
    """Baseline, milestone or target of an indicator, of the whole and of each partner."""
    project, frame = _frame(pk)
    found = get_object_or_404(FrameIndicator.objects.filter(result__logframe=frame).prefetch_related("aims"), pk=row)
    form = forms.AimForm(request.POST if request.method == "POST" else None, frame=frame, indicator=found)
    heading = _("Baseline, milestones, target: %(code)s") % {"code": found.code}
    return _form(request, form, project, heading, _("Save"), _("Saved."))


@requires(WRITES)
@require_POST
def remove(request: SignedInRequest, pk: int, part: str, row: int) -> HttpResponse:
    """A result or an indicator that was written by mistake."""
    _project, frame = _frame(pk)
    kinds: dict[str, Any] = {
        "result": frame.results, "indicator": FrameIndicator.objects.filter(result__logframe=frame),
    }  # fmt: skip
    if part not in kinds:
        raise Http404
    found = get_object_or_404(kinds[part], pk=row)
    with refusal_as_message(request):
        actions.remove_part(frame=frame, part=found)
        messages.success(request, _("Taken away."))
    return redirect("network:write_logframe", pk)


def _frame(pk: int) -> tuple[Project, Logframe]:
    project = get_object_or_404(Project.objects.with_parts(), pk=pk)
    frame = get_object_or_404(frames_of(project).exclude(state=Logframe.State.APPROVED))
    frame.project = project
    return project, frame


def _form(
    request: SignedInRequest, form: Any, project: Project, heading: str, submit: str, told: str | Promise,
    then: str = "network:write_logframe",
) -> HttpResponse:  # fmt: skip
    if request.method == "POST" and form.done():
        messages.success(request, str(told))
        return redirect(then, project.pk)
    back = reverse("network:write_logframe", args=[project.pk])
    context = {"form": form, "heading": heading, "submit": submit, "back": back}
    return render(request, "network/projects/form.html", context | {"trail": trail_of(project, below=True)})
