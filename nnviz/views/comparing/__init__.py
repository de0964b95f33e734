"""Two runs side by side on the stage."""
