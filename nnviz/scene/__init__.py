"""What is seen: frozen pictures made from steps, by pure functions."""
