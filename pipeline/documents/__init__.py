"""Documents: what a command answers as one dictionary, for programs, terminal and page alike. No files in here."""
