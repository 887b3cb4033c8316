"""The quick exit and the page about staying safe online."""
