"""Template tags that every page can use."""
