"""Finding by a few letters, in every language at once."""
