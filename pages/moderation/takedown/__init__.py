"""What goes away: taking down, expiry, and redaction for good."""
