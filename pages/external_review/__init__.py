"""Asks people without an account what they think of a draft, by a link to their email address."""
