"""How answers are kept, told to be the same as before, and forgotten the moment they change."""
