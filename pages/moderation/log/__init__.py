"""The log of decisions: writing, finding and redacting entries; may use records and rules."""
