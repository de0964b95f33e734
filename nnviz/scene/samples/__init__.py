"""One sample or the whole batch, and what is said of a sample."""
