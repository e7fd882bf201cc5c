"""The living page at `/_design/`."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from demo.design.samples import LANGUAGES, THEMES, sample


def design(request: HttpRequest) -> HttpResponse:
    """Every component: each theme, each direction."""
    samples = [sample(language, theme) for theme in THEMES for language in LANGUAGES]
    return render(request, "design.html", {"samples": samples})
