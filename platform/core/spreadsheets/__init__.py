"""Workbooks that somebody hands in: `grids` is run in a confined process, `reading` asks for it."""
