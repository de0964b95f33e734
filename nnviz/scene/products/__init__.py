"""The ways to see one matrix product."""
