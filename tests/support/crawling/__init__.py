"""A crawler that looks for what one tenant must never show of another."""
