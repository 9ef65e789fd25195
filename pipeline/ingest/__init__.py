"""Checked feeds become rows for the rules, with keys; what is refused or held goes its own way."""
