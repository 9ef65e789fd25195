"""The document of one order: its facts, timeline, money, next steps and the flags it carries."""
