"""Questions about orders: where one stands and why, which are open, and whether a pick list may ship."""
