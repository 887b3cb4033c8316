"""What was public when: histories, comparisons, past days; may use models and states."""
