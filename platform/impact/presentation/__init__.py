"""Figures in words, rows, tiles and charts; what is asked of them, read from an address."""
