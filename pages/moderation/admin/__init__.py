"""The screens of those who moderate; may use every other room of moderation."""
