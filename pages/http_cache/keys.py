"""Keys: short names for what an answer shows. A change purges by key all that shows it."""

from datetime import date

EVERYTHING = "everything"
"""On every answer; purged at a release, and when the hosts of the sites change."""
SITE = "site"
"""The site's wording, brand, notices and host name: on every answer that shows them."""
DAY = "day"
"""What depends on the day in Europe/London, whatever the day."""
ORGANISATIONS = "organisations"
"""Lists that may name any organisation."""
DOCUMENTS = "documents"
"""Lists that may name any document."""
PAGES = "pages"
"""What shows so many pages that any change of any page concerns it."""


def day_key(day: date) -> str:
    """Return the key of what changes when ``day`` is over in Europe/London."""
    return f"day-{day}"


def page_key(pk: int | str) -> str:
    """Return the key of a page itself: its words, its address, who may read it."""
    return f"page-{pk}"


def below_key(pk: int | str) -> str:
    """Return the key of lists and sums over what stands anywhere below a page."""
    return f"below-{pk}"


def children_key(pk: int | str) -> str:
    """Return the key of which public children a page has, in what order and under which names."""
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
