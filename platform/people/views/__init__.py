"""Views of joining, accounts, the register, consent and one's own data."""
