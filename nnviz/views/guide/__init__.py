"""The pages that explain the program, in a window of their own."""
