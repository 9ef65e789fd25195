"""The steps of a run, a file each: the only code that sees store, rules and reports at once."""
