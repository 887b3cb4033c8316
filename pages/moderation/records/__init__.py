"""The tables of moderation and the plain data that they hold; uses no other room."""
