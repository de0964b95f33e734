"""The command line: opens the window, or works without one."""
