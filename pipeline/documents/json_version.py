"""The version of every document that a command prints with --json, and of run.json."""

JSON_VERSION = 1
