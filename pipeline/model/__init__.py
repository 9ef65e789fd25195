"""What the rules share: the state of orders, joins on integer keys, instants, yen. No files, no clock."""
