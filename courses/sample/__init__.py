"""The sample course a new NGO starts with: a small draft whose texts teach how to write a course."""

from courses.sample.actions import add_sample_course, remove_sample_course, sample_course

__all__ = ["add_sample_course", "remove_sample_course", "sample_course"]
