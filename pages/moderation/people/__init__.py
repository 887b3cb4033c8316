"""Giving, confirming and removing roles; may use the log and notifications."""
