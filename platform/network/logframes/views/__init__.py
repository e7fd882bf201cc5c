"""Pages of logframes: of the hub, and of an NGO that is partner."""
