"""How the content speaks of where it comes from."""

from complaints.vocabulary import NOT_IN_SOURCE

QUOTED_FROM = "Northamptonshire Police, “Super-complaints” page, as published before this site"
"""Where the quoted wording of recommendations stands."""

NO_RESPONSE = (
    "<p>The page that this site replaces held no response by Northamptonshire Police to this "
    "super-complaint. That does not mean that the force has never responded.</p>"
)
"""What a super-complaint says to which the source holds no response."""

UNKNOWN_ADDRESSEES = NOT_IN_SOURCE
"""Whom a recommendation is addressed to, where neither the source nor its wording says so."""
