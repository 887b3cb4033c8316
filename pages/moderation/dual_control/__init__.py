"""Who may decide: roles given and taken, and the second person who confirms."""
