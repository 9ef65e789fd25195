"""The collection of odd files: one file for each strangeness, and what becomes of it."""
