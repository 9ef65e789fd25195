"""Step 7: refunds, never more than was charged."""
