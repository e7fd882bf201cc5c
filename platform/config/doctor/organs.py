"""Imports every module of checks, which plugs them in."""

from config.doctor import configuration, database, files, hosts, keeping, mail, processes, watching  # noqa: F401
