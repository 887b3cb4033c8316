"""The feedback form, its inbox and how long entries are kept; may use content and what lies below it."""
