"""The two views of scenes, and pointing into them."""
