"""A logframe as a file: sheets in the shapes of funders, a document, a PDF, data. All show the rows of one table."""

from network.logframes.files.answering import FORMATS, answer
from network.logframes.files.data import as_data

__all__ = ["FORMATS", "answer", "as_data"]
