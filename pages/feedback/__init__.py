"""The feedback form, its inbox and how long entries are kept."""
