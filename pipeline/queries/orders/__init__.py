"""Questions about orders: find one, list the open ones, gather the history of one, judge a pick list."""
