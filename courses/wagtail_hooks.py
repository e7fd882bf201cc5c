"""Courses in the Wagtail admin: what is in `admin` is registered here."""

from wagtail.snippets.models import register_snippet

from courses.admin.exercises import ExerciseViewSet

register_snippet(ExerciseViewSet)
