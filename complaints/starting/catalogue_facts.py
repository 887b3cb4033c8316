"""What the catalogue gives a page, read in one form from the page, from its draft and from the catalogue.

Each value has a key. It is the name of a field or, in a list, that of the list and of the entry, such as
``links: https://www.gov.uk/…``.
"""

from collections.abc import Iterator
from typing import Any

from django.db.models import BooleanField
from wagtail.blocks import StreamValue

from complaints.catalogue.reader import read_catalogue
from complaints.models import RecommendationResponsePage, Response, SuperComplaintPage
from pages.content.models import SafetyPage, SiteWording

Facts = dict[str, Any]
BETWEEN = ": "
"""What is between the name of a list and that of its entry."""
FIELDS: dict[type, tuple[str, ...]] = {
    SuperComplaintPage: (
        *("title", "official_title", "summary", "lead_bodies", "on_behalf_of", "supporting_bodies"),
        *("stage", "submitted", "found_eligible", "report_published", "report_link"),
        *("respond_by", "respond_by_printed", "recommendations_made", "sensitive"),
    ),
    RecommendationResponsePage: (
        *("number", "title", "summary", "theme", "wording_note", "addressees", "addressees_printed"),
        *("deadline", "deadline_printed", "deadline_note", "deadline_over"),
    ),
}
"""The fields that the catalogue fills."""
STREAMS: dict[type, dict[str, str]] = {
    SuperComplaintPage: {"links": "url", "support_services": "name", "other_recommendations": "identifier"},
    SiteWording: {"support_services": "name"},
}
"""The lists of blocks to which the catalogue adds, each with what names an entry."""
FIELDS_OF_REPLIES = (
    "respondents",
    "answered_by",
    "position",
    "narrative",
    "date",
    "source_link",
    "source_date",
)


def facts_of(obj: Any) -> Facts:
    """Return all that is in ``obj``, a page or the site wording, where the catalogue writes, by key."""
    facts: Facts = {name: _plain_value(obj, name) for name in FIELDS.get(type(obj), ())}
    for name in STREAMS.get(type(obj), {}):
        for key, child in _entries(obj, name):
            facts[key] = _plain_block(child.block, child.value)
    if isinstance(obj, RecommendationResponsePage):
        for response in obj.responses.all():
            facts[_key_of_reply(response)] = _plain_reply(response)
        for identifier in obj.same_as.split():
            facts[f"same_as{BETWEEN}{identifier}"] = identifier
    if isinstance(obj, SafetyPage):
        for services, place in _services(obj):
            service = services.bound_blocks[place]
            facts[f"services{BETWEEN}{service.value['name']}"] = _plain_block(service.block, service.value)
    return facts


def copy_fact(key: str, source: Any, target: Any) -> None:
    """Give ``target`` the value that ``source`` has under ``key``; without one, take it away."""
    name, _, entry = key.partition(BETWEEN)
    if not entry:
        _copy_field(name, source, target)
    elif name == "responses":
        _copy_reply(key, source, target)
    elif name == "services":
        _copy_service(entry, source, target)
    elif name == "same_as":
        target.same_as = f"{target.same_as} {entry}".strip()
    else:
        _copy_entry(key, name, source, target)


# Fields


def _plain_value(obj: Any, name: str) -> Any:
    field = obj._meta.get_field(name)
    value = getattr(obj, name)
    if field.many_to_many:
        return sorted(each.name for each in value.all())
    if isinstance(field, BooleanField):
        return value
    return "" if value is None else str(value)


def _copy_field(name: str, source: Any, target: Any) -> None:
    value = getattr(source, name)
    if source._meta.get_field(name).many_to_many:
        value = list(value.all())
    setattr(target, name, value)


# Lists of blocks


def _plain_block(block: Any, value: Any) -> Facts:
    stored = block.get_prep_value(value)
    stored.pop("identifier", None)  # it stays as it is on the page: the key says which item it is
    return {name: str(part) for name, part in stored.items() if part not in (None, "")}


def _entries(obj: Any, name: str) -> Iterator[tuple[str, StreamValue.StreamChild]]:
    """Yield the entries of the list ``name`` that have a key, each with that."""
    for child in getattr(obj, name):
        named = child.value.get(STREAMS[type(obj)][name])
        if named and name == "other_recommendations":
            named = _permanent_name(obj, named)
        if named:
            yield f"{name}{BETWEEN}{named}", child


def _permanent_name(page: SuperComplaintPage, identifier: str) -> str:
    names = read_catalogue().names_of(f"{page.identifier}/{identifier}")
    return names[0] if names else f"{page.identifier}/{identifier}"


def _copy_entry(key: str, name: str, source: Any, target: Any) -> None:
    wanted = dict(_entries(source, name)).get(key)
    present = dict(_entries(target, name)).get(key)
    stream = getattr(target, name)
    if wanted and not present:
        stream.append((wanted.block_type, wanted.value))
    elif present and not wanted:
        del stream[list(stream).index(present)]
    elif present and wanted:
        if name == "other_recommendations":
            wanted.value["identifier"] = present.value["identifier"]
        # Its id stays: the address of an entry on the page is made from it.
        stream[list(stream).index(present)] = (wanted.block_type, wanted.value, present.id)


# Replies of national bodies


def _key_of_reply(response: Response) -> str:
    who = response.answered_by or ", ".join(_plain_value(response, "respondents"))
    return f"responses{BETWEEN}{who} {response.source_link}"


def _plain_reply(response: Response) -> Facts:
    plain = {name: _plain_value(response, name) for name in FIELDS_OF_REPLIES if name != "narrative"}
    plain["narrative"] = [str(child.value) for child in response.narrative]
    return plain


def _copy_reply(key: str, source: Any, target: Any) -> None:
    wanted = {_key_of_reply(each): each for each in source.responses.all()}.get(key)
    present = {_key_of_reply(each): each for each in target.responses.get_object_list()}.get(key)
    if present and not wanted:
        target.responses.remove(present)
    elif wanted and not present:
        wanted.sort_order = target.responses.count()
        target.responses.add(wanted)
    elif wanted and present:
        for name in FIELDS_OF_REPLIES:
            _copy_field(name, wanted, present)


# Helplines on the page about safety


def _services(page: SafetyPage) -> Iterator[tuple[Any, int]]:
    """Yield each list of services in the body with the place of each service in it."""
    for services in _service_lists(page):
        for place in range(len(services)):
            yield services, place


def _service_lists(page: SafetyPage) -> list[Any]:
    return [child.value["services"] for child in page.body if child.block_type == "support_services"]


def _copy_service(name: str, source: SafetyPage, target: SafetyPage) -> None:
    wanted = [services[place] for services, place in _services(source) if services[place]["name"] == name]
    for services, place in _services(target):
        if services[place]["name"] == name:
            if wanted:
                services[place] = wanted[0]
            else:
                del services[place]
            return
    # Both pages have first those to call at once.
    for own, others in zip(_service_lists(source), _service_lists(target), strict=False):
        if any(each["name"] == name for each in own):
            others.append(wanted[0])
