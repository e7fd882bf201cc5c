"""Exercises at work: which questions are drawn, how they are answered, graded and shown again."""
