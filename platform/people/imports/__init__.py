"""Imports lists of people into the register, and exports it: read in any usual form, mapped, previewed, undone."""
