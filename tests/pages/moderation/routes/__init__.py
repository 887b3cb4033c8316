"""Every route by which something can go live, change or go away, and whether it keeps the rule."""
