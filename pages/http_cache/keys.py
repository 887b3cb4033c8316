"""Keys: short names for what a response shows. A change purges every response that has its key."""

from datetime import date

EVERYTHING = "everything"
"""On every response; purged at a release, and when a site changes its host."""
SITE = "site"
"""The wording, brand, notices and host name of the site."""
DAY = "day"
"""Whatever changes every midnight in Europe/London."""
ORGANISATIONS = "organisations"
"""Lists in which any organisation may appear."""
DOCUMENTS = "documents"
"""Lists in which any document may appear."""
PAGES = "pages"
"""Responses that show so many pages that a change to any page purges them."""


def day_key(day: date) -> str:
    """Return the key of what changes when ``day`` ends in Europe/London."""
    return f"day-{day}"


def page_key(pk: int | str) -> str:
    """Return the key of a page itself: its content, its address and who may read it."""
    return f"page-{pk}"


def below_key(pk: int | str) -> str:
    """Return the key of lists and counts over all pages below a page, at any depth."""
    return f"below-{pk}"


def children_key(pk: int | str) -> str:
    """Return the key of the public children of a page: which they are, their order and their names."""
    return f"children-{pk}"


def organisation_key(pk: int | str) -> str:
    """Return the key of an organisation."""
    return f"organisation-{pk}"


def image_key(pk: int | str) -> str:
    """Return the key of an image."""
    return f"image-{pk}"


def document_key(pk: int | str) -> str:
    """Return the key of a document."""
    return f"document-{pk}"
