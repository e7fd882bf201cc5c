"""Signals of people, for the apps above to receive (imports go one way)."""

from django.dispatch import Signal

# A person is erased, in the transaction that erases: receivers remove every name, contact and signature they keep.
# Arguments: people (query set of all records of the human, erased already), ref (what stands for the name now).
person_erased = Signal()
