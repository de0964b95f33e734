"""From a spec and a batch size to a flat list of bound calls."""
