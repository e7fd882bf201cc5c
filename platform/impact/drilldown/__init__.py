"""From a figure to its evidence: the people or sessions behind it, then each half-day and who recorded it."""
