"""What one iteration of a network looks like: pure functions of parameters and data."""
