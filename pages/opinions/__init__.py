"""Asks people without an account what they think of a draft, by a link to their e-mail address.

Uses moderation and the public templates. Nothing below it knows that it is there.
"""
