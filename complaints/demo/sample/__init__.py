"""Generated sample content of any size, to measure the site with; never for readers."""
