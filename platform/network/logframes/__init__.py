"""Logframes of projects: written in the hub, measured in the NGOs, read by both and by funders."""
