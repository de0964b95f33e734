"""Where everything on the stage stands."""
