"""What stands around one recommendation on its page."""

from typing import Any

from complaints.querysets import fetch_along
from pages.public import public_pages


def surroundings(page: Any) -> dict[str, Any]:
    """Return the items before and after ``page`` and its parts, and fetch what belongs to it and to them.

    Takes a fixed number of queries. Of the other items little more than their names is read, so that the time
    does not grow with the report.
    """
    items = public_pages(type(page).objects.in_short(), below=page.super_complaint)
    top = items.in_order_under(page.super_complaint)
    everything = [each for item in top for each in (item, *item.sub_items)]
    place = next((i for i, item in enumerate(everything) if item.pk == page.pk), None)
    parts = [] if place is None else everything[place].sub_items
    fetch_along([page], parts)
    if place is None:
        return {}
    return {
        "sub_items": parts,
        "previous": everything[place - 1] if place else None,
        "next": everything[place + 1] if place + 1 < len(everything) else None,
    }
