"""What moderation tells people by e-mail."""
