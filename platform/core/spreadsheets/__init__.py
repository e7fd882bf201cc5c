"""Reads uploaded workbooks: `grids` runs in a sandboxed process, `reading` asks for it."""
