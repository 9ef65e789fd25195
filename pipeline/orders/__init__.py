"""Questions about orders: where one stands and why, and which are open."""
