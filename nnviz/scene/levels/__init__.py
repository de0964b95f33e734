"""The levels of the zoom, and the way from one picture to another."""
