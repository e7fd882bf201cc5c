"""Lists of people as NGOs and other tools make them, each with what is read from it."""
