"""Typing another number into the picture."""
