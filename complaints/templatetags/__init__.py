"""Tags and filters of the section."""
