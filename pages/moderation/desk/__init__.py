"""The screens of those who moderate."""
