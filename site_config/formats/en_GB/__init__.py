"""The formats of British English."""
