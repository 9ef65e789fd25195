"""Read-only questions: open the store, look, hand what was found to documents."""
