"""A table as a sheet of cells that can be typed, pasted, sorted and reshaped."""
