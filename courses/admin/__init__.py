"""Courses in the Wagtail admin; registered in wagtail_hooks."""
