"""What the documents of commands look like, declared once: docs/schema is made from it, and tests check by it."""
