"""Writing a lesson: three languages beside one another, questions where they stand, one publication per module."""
