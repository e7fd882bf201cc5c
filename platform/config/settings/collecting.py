"""Imported before the base: whoever mends a server's environment reads all that is wrong with it at once."""

from config import environment

environment.collect()
