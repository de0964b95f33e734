"""What is seen of long training: how far it is, its goals, and what to do when it diverged."""
