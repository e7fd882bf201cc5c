"""Lists that go onto a session."""
