"""What moderation tells people by e-mail; may use records and rules."""
