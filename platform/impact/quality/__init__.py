"""What to mend before figures can be trusted: gaps in the records, and sampling audits."""
