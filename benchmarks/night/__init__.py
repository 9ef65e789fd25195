"""A night of a shop, done by the product and by scripts of other libraries that know the same and read the same."""
