"""The tests before and after a session: on paper, on the phone, and the gain between them."""
