"""Invented feeds of a small shop, a story for each order, that show every step of the order process."""
