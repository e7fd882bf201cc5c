"""The drawn vocabulary: diagrams in one hand, labels in the reader's language, a sentence that says the same.

A lesson names a diagram by its key (`blocks.DiagramBlock`); each is drawn by a function of one of these modules.
"""

from courses.diagrams import identifying, listening, notions
from courses.diagrams.shapes import DIAGRAMS, WIDTH, Diagram

__all__ = ["DIAGRAMS", "WIDTH", "Diagram", "identifying", "listening", "notions"]
