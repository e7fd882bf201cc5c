"""Files that somebody hands in, sound and bad, through every door."""
