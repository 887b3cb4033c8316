"""Reviews, from the submission to the last approval; may use publishing and what lies below."""
