"""Projects over several partners: what the hub sets up, what a session of an NGO chooses from."""
