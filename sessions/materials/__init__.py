"""What a trainer leaves the participants of a session: modules, lessons, documents of the NGO."""
