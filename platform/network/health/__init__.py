"""How each NGO is, in numbers that speak of nobody: counted by night, kept in one public table, shown in the hub."""
