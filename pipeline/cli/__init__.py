"""The command line: a file a command, with its options, its call and its text for people."""
