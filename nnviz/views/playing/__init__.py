"""Time: inside an iteration and over the iterations."""
