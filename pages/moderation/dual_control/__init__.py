"""Who may decide: roles given and taken, the second person who confirms, and people by link."""
