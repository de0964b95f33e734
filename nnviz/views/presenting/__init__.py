"""The window in front of a hall: tools of a presenter, a speaker's view, a screen kept awake."""
