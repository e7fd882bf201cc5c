"""A copy of everything an NGO has, for its administrators: to keep, or to take along when it leaves."""
