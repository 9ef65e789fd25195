"""The command line: one file per command, with its options and its call, and one for its text for people."""
