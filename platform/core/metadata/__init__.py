"""Strips metadata from uploaded files: where, when, with what and by whom they were made.

Bytes go in, bytes come out, and no more is known here: no request, no model, no setting. The same input always gives
the same bytes, and what is stripped once is not changed by stripping it again. `core.storage` calls it for everything
that is stored, in a process of its own.
"""
