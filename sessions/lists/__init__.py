"""Lists of people that go onto a session at once: everybody on its list, and who was there where the list says so."""
