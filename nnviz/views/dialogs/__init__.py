"""Windows that open over the main one, each built by itself and closed by Escape."""
