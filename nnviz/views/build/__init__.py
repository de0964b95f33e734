"""Where a network and its training are put together."""
