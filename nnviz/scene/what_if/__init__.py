"""What another number would have changed."""
