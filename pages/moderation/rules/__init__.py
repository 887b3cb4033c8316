"""Who may do what: roles, authors, approvers, minor corrections; may use the records."""
