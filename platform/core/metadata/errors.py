"""Exceptions for files that cannot be read; the words a reader sees are those of `core.uploads`."""


class UnreadableError(ValueError):
    """The file is damaged, locked, or no file of its kind: nothing of it can be vouched for."""


class TooManyPixelsError(UnreadableError):
    """A picture that would fill the memory once unpacked."""
