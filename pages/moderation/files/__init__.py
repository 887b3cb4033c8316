"""Files that somebody approved stay as they were; may use reviews and what lies below."""
