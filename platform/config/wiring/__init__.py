"""Receivers that join apps which do not know one another: the worker's timetable, what a new tenant is given."""
