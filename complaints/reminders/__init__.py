"""Says what is due before a date passes: in a weekly email, and in the numbers on the dashboard."""
