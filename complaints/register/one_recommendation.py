"""What stands around one recommendation on its page."""

from dataclasses import dataclass, field
from typing import Any

from django.http import HttpRequest

from complaints import belongings
from complaints.models import Organisation, RecommendationResponsePage, RecommendationState
from complaints.querysets import IN_SHORT, in_order
from complaints.vocabulary import Kind
from pages.delivery.keys import children_key
from pages.delivery.shown import shows
from pages.public import public_pages

COLUMNS = [each.attname for each in RecommendationResponsePage._meta.concrete_fields if each.name in IN_SHORT]
STATE = ("pk", "state", "position", "last_day")
"""What is read of a state to tell it."""
RESPONDENT = tuple(f"respondent__{name}" for name in belongings.NAMED)


@dataclass
class Item:
    """A recommendation of the same super-complaint, read as mere values: most of them are not shown."""

    columns: tuple[Any, ...]
    states: list[tuple[Any, ...]] = field(default_factory=list)
    sub_items: list["Item"] = field(default_factory=list)
    super_complaint: Any = None

    def __post_init__(self):
        """Name what it is known by."""
        values = dict(zip(COLUMNS, self.columns, strict=True))
        self.pk, self.title, self.slug = values["id"], values["title"], values["slug"]
        self.kind, self.number = values["kind"], values["number"]

    @property
    def heading(self) -> str:
        """What it is called, as on its own page."""
        return f"{Kind(self.kind).label} {self.number}".strip()

    @property
    def state_rows(self) -> list[RecommendationState]:
        """The rows of its states."""
        return [_state(*state) for state in self.states]

    def as_page(self) -> RecommendationResponsePage:
        """Return its page, of which the long texts are not read."""
        page = RecommendationResponsePage.from_db(None, COLUMNS, self.columns)
        page.super_complaint, page.sub_items = self.super_complaint, []
        if self.states:
            page.state_rows = self.state_rows
        return page


def surroundings(page: Any, request: HttpRequest) -> dict[str, Any]:
    """Return the items before and after ``page`` and its parts, and fetch what belongs to it and to them.

    Takes a fixed number of queries. Of the other items little more than their names is read, so that the time
    does not grow with the report.
    """
    shows(children_key(page.super_complaint.pk))
    top = in_order(_items_under(page.super_complaint), page.super_complaint)
    everything = [each for item in top for each in (item, *item.sub_items)]
    place = next((i for i, item in enumerate(everything) if item.pk == page.pk), None)
    parts = [] if place is None else [item.as_page() for item in everything[place].sub_items]
    belongings.fetch(page, parts)
    if place is None:
        return {}
    if everything[place].states and "state_rows" not in page.__dict__:
        page.state_rows = everything[place].state_rows
    neighbours = {
        "previous": everything[place - 1] if place else None,
        "next": everything[place + 1] if place + 1 < len(everything) else None,
    }
    return {"sub_items": parts, "address_above": page.super_complaint.get_url(request), **neighbours}


def _items_under(super_complaint: Any) -> list[Item]:
    """Return the public items of ``super_complaint`` in the order of their numbers, with their states.

    The states come along as further columns: an item with several stands in as many rows.
    """
    rows = RecommendationResponsePage.objects.child_of(super_complaint)
    rows = public_pages(rows, below=super_complaint)
    rows = rows.order_by("sort_key", "path", "states__respondent__name", "states__pk")
    items: dict[int, Item] = {}
    for row in rows.values_list("pk", *COLUMNS, *(f"states__{name}" for name in (*STATE, *RESPONDENT))):
        key, columns, state = row[0], row[1 : len(COLUMNS) + 1], row[len(COLUMNS) + 1 :]
        if key not in items:
            items[key] = Item(columns)
        if state[0]:
            items[key].states.append(state)
    return list(items.values())


def _state(key: int, state: str, position: str, last_day: Any, *respondent: Any) -> RecommendationState:
    row = RecommendationState(pk=key, state=state, position=position, last_day=last_day)
    if respondent[0]:
        row.respondent = Organisation.from_db(None, belongings.NAMED, respondent)
    return row
