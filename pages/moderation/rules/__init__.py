"""Decisions about permission: roles, authors, approvers, minor corrections; may use the records."""
