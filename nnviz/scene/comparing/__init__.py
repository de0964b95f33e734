"""Two runs side by side: what of the one is another number in the other."""
