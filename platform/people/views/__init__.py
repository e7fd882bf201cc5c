"""Joining and coming back, consent, one's own page and one's own data."""
