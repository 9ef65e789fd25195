"""The story of a run: from the files in the inbox to what it publishes; nobody imports it."""
