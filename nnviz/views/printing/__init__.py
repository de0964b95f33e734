"""The moment on the stage on paper, as a file, and on the clipboard."""
