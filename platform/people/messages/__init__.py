"""Reminders: who is due one, who wants none, sending them discreetly, and the log without content."""

from people.messages.kinds import Due, Reminder, kinds, register_reminder
from people.messages.sending import send_due

__all__ = ["Due", "Reminder", "kinds", "register_reminder", "send_due"]
