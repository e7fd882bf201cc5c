"""What a server must be told before it starts."""

from tests.support.keys import RANDOM

GOOD = {
    "DATABASE_URL": "postgresql://wasl:secret@db.example.org:5432/wasl",
    "SECRET_KEY": RANDOM,
    "NETWORK_TOKEN_KEY": RANDOM[::-1],
    "EMAIL_HOST": "mail.example.org",
}
