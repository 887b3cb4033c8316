"""The screens of the people who moderate; may use every other room of moderation."""
