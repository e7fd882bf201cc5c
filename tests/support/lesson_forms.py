"""What the editor's form of a lesson sends."""

from wagtail.test.utils.form_data import inline_formset, nested_form_data, streamfield

from core.languages import ORDER


def form_of(lesson, bodies, listed=(), **fields):
    """What the lesson's form sends."""
    streams = {f"body_{code}": streamfield(bodies.get(code, [])) for code in ORDER}
    plain = {f"{name}_{code}": getattr(lesson, f"{name}_{code}") or "" for code in ORDER
             for name in ("heading", "seo_heading", "summary", "objectives")}  # fmt: skip
    ready = {f"ready_{code}": "on" for code in ORDER}
    rows = inline_formset([{"exercise": str(pk)} for pk in listed])
    comments = inline_formset([])
    rest = {"minutes": "15", "slug": lesson.slug, "lesson_exercises": rows, "comments": comments}
    return nested_form_data(streams | plain | ready | rest) | fields
