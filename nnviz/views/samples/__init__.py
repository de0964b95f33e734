"""Choosing a sample."""
