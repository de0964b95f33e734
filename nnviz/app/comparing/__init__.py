"""Two runs in step: a second one from the same start, with one thing changed."""
