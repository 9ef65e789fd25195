"""Step 1: order records place an order, revise it, or tell what became of it."""
