"""Pages of the console, on the hub: NGOs, their orders. For platform administrators; nothing of a person is read."""
