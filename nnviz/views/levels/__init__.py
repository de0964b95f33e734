"""Zooming: on a picture, and from one level to the next."""
