"""`manage.py doctor`: whether everything is there that a production needs, and what to do where it is not.

One function to a check, plugged into `findings.checks`; each module is one organ, imported by `organs`.
"""
