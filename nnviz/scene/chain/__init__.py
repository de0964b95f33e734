"""The chain of Jacobians as a picture."""
