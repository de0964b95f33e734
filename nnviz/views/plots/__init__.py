"""Plots of a run and of one iteration of it, in a panel of their own."""
