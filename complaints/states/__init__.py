"""The state of each recommendation: the rule, and the rows that lists, counts and data ask."""
