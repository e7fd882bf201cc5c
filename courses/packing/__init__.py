"""A module packed as one tree of nodes: read, written back, carried as a file, compared piece by piece."""

from courses.packing.nodes import Node
from courses.packing.reading import read_module
from courses.packing.units import Unit, apply_units, units
from courses.packing.writing import TextChange, write_texts

__all__ = ["Node", "TextChange", "Unit", "apply_units", "read_module", "units", "write_texts"]
