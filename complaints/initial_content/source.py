"""How the content speaks of where it comes from."""

QUOTED_FROM = "Northamptonshire Police, “Super-complaints” page, as published before this site"
"""Where the quoted wording of recommendations stands."""

NO_RESPONSE = (
    "<p>The page that this site replaces held no response by Northamptonshire Police to this "
    "super-complaint. That does not mean that the force has never responded.</p>"
)
"""What a super-complaint says to which the source holds no response."""
