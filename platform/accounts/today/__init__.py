"""Today: the first page of members of staff, on which each thing is a door; the apps say what stands on it."""
