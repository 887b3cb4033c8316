"""E-mails to the people who moderate; may use records and rules."""
