"""Signing in to the CMS: invitations, second factors, sessions and what is told of them."""
