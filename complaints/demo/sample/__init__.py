"""Content of any size that nobody wrote: to see how the site does with much of it, and never for readers."""
