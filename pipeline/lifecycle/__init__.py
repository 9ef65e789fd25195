"""The rules: what happens to an order, a file per step of the process. No files, no clock, no paths in here."""
