"""The data seen and changed: a table, a plane of points, a file."""
