"""Generated sample content of any size, to measure the site with; never for readers.

Nothing in it is true, and every title says so.
"""
