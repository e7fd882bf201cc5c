"""Reminders: who is due one, who wants none, sending them discreetly, and the log without content."""

from people.messages.sending import send_due

__all__ = ["send_due"]
