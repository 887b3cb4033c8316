"""Protection of files that somebody approved; may use reviews and what lies below."""
