"""What accounts tell the apps above."""

from django.dispatch import Signal

sessions_ended = Signal()  # user: signed out on every device, a lost one among them
