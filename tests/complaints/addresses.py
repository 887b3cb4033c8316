"""The public addresses of the section, each with a name."""

from urllib.parse import urlencode

SECTION = "/super-complaints/"
DATA = f"{SECTION}data/"


def section_addresses(words: str, searched: str) -> dict[str, str]:
    """Return the addresses of lists filtered by ``words``, and of a search for ``searched``."""
    query, search = urlencode({"q": words}), urlencode({"q": searched})
    return {
        "home page": "/",
        "register": SECTION,
        "recommendations": f"{SECTION}recommendations/",
        "recommendations with a status": f"{SECTION}recommendations/?status=in_progress",
        "recommendations with words": f"{SECTION}recommendations/?{query}",
        "recommendations by last change": f"{SECTION}recommendations/?sort=changed",
        "search": f"/search/?{search}",
        "feed": f"{SECTION}updates.atom",
        "data page": DATA,
        **files(),
        "sitemap": "/sitemap.xml",
    }


def files() -> dict[str, str]:
    """Return the addresses of the data files."""
    names = (
        "actions.csv",
        "actions.json",
        "recommendations.csv",
        "recommendations.json",
        "super-complaints.csv",
        "super-complaints.json",
        "updates.csv",
        "updates.json",
    )
    return {name: f"{DATA}{name}" for name in names}


def super_complaint_addresses(page: str) -> dict[str, str]:
    """Return the addresses of the super-complaint at ``page``."""
    slug = page.removeprefix(SECTION).strip("/")
    return {
        **_page_addresses("super-complaint", page),
        "whole response": f"{page}whole-response/",
        "feed of a super-complaint": f"{SECTION}{slug}/updates.atom",
    }


def recommendation_addresses(page: str) -> dict[str, str]:
    """Return the addresses of the recommendation at ``page``."""
    return _page_addresses("recommendation", page)


def _page_addresses(name: str, page: str) -> dict[str, str]:
    return {
        name: page,
        f"history of a {name}": f"{page}history/",
        f"version of a {name}": f"{page}history/1/",
        f"versions of a {name} compared": f"{page}history/compare/?old=1&new=2",
    }
