"""Match my textbook: the dialog, its preview and its file."""
