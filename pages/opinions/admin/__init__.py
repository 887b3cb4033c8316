"""The screen on which editors and reviewers ask people without an account."""
