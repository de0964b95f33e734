"""Seeing and reaching: the size of words, where the focus is, what is read aloud, fingers."""
