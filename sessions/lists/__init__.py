"""Lists of people into the register and out of it: read in any usual form, mapped, previewed, imported, undone."""
