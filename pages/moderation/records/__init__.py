"""The tables of moderation and plain data about them; uses no other room of moderation."""
