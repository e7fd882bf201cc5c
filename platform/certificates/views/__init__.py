"""Views of certificates: one's own, the NGO's, and the one where anybody verifies a code."""
