"""Small cells (definitions.md, section 5): what a published table hides so that nobody can be told apart."""

from impact.disclosure.hiding import FUNDER_K, PUBLIC_K, hide
from impact.disclosure.tables import Equation, Table, crossed, listed

__all__ = ["FUNDER_K", "PUBLIC_K", "Equation", "Table", "crossed", "hide", "listed"]
