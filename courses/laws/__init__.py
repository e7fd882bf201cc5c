"""The laws that lessons quote: each known once, changed once, shown wherever it is quoted, with the day it ends."""
