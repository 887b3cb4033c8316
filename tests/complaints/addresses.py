"""The public addresses of the section, by what a reader would call them."""

from urllib.parse import urlencode

SECTION = "/super-complaints/"
DATA = f"{SECTION}data/"


def of_section(words: str, searched: str, day: str) -> dict[str, str]:
    """Return the addresses that tell of all: lists with ``words``, and a search for what is ``searched``."""
    query, search = urlencode({"q": words}), urlencode({"q": searched})
    return {
        "home page": "/",
        "register": SECTION,
        "register as it stood": f"{SECTION}?as_at={day}",
        "recommendations": f"{SECTION}recommendations/",
        "recommendations in a state": f"{SECTION}recommendations/?state=in_progress",
        "recommendations with words": f"{SECTION}recommendations/?{query}",
        "recommendations by last change": f"{SECTION}recommendations/?sort=changed",
        "search": f"/search/?{search}",
        "feed": f"{SECTION}updates.atom",
        "data page": DATA,
        **files(),
        "sitemap": "/sitemap.xml",
    }


def files() -> dict[str, str]:
    """Return the addresses that give everything away at once."""
    names = ("recommendations.csv", "recommendations.json", "super-complaints.json", "changes.csv")
    return {name: f"{DATA}{name}" for name in names}


def of_super_complaint(page: str, day: str) -> dict[str, str]:
    """Return the addresses of the super-complaint at ``page``."""
    return {**_of_page("super-complaint", page, day), "whole response": f"{page}whole-response/"}


def of_recommendation(page: str, day: str) -> dict[str, str]:
    """Return the addresses of the recommendation at ``page``."""
    return _of_page("recommendation", page, day)


def _of_page(name: str, page: str, day: str) -> dict[str, str]:
    return {
        name: page,
        f"{name} as it stood": f"{page}?as_at={day}",
        f"history of a {name}": f"{page}history/",
        f"version of a {name}": f"{page}history/1/",
        f"versions of a {name} compared": f"{page}history/compare/?old=1&new=2",
    }
