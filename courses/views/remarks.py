"""A reader's remark on a part of a lesson."""

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from accounts.requests import SignedInRequest
from core.pages import reachable
from courses.models import LessonPage, Remark
from courses.prerequisite_lesson import find_prerequisite_lesson
from courses.remarks import remark_on
from courses.views.learning import own_enrolment
from courses.views.prerequisite import redirect_to_prerequisite_lesson


class RemarkForm(forms.Form):
    """Which part, and what is the matter with it."""

    block = forms.CharField(max_length=36)
    reason = forms.ChoiceField(choices=Remark.Reason)


@require_POST
@login_required
def remark(request: SignedInRequest, pk: int) -> HttpResponse:
    """Say that a part of a lesson is unclear, wrong or out of date: from lists, without a word of one's own."""
    lesson = get_object_or_404(reachable(LessonPage.objects), pk=pk)
    enrolment = own_enrolment(request, lesson.course())
    if first := find_prerequisite_lesson(enrolment, lesson):
        return redirect_to_prerequisite_lesson(request, first)
    form = RemarkForm(request.POST)
    if not form.is_valid():
        raise Http404  # both are lists: nobody has left something out
    said = form.cleaned_data
    if remark_on(person=enrolment.person, lesson=lesson, block=said["block"], reason=said["reason"]):
        messages.success(request, _("Thank you. The authors read it once five people say so, without any name."))
    else:
        messages.info(request, _("This part has been rewritten meanwhile. If it is still not right, say so again."))
    return redirect(lesson.get_url(request))
