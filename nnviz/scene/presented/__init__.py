"""A step as the last row of a hall can read it."""
