"""The interface for programs, `/api/v1/`: one NGO, a token with scopes, JSON, pages by cursor; names by scope."""

from impact.api.routes import api

__all__ = ["api"]
