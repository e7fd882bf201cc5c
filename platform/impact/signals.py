"""Signals of figures, for the apps above to receive."""

from django.dispatch import Signal

# The network has accepted a period of the active tenant, in this transaction. Argument: period (a ReportingPeriod).
period_accepted = Signal()
