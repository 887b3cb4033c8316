"""Says what falls due before a date passes: a weekly e-mail, and the numbers on the dashboard."""
