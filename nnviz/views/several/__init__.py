"""Several windows of one program."""
