"""What the catalogue gives a page, read in one form from the page, from its draft and from the catalogue.

Each value has a key. It is the name of a field or, in a list, that of the list and of
the entry, such as ``links: https://www.gov.uk/…``.
"""

from collections.abc import Iterator
from typing import Any

from django.db.models import BooleanField
from wagtail.blocks import StreamValue

from complaints.catalogue.reader import read_catalogue
from complaints.models import RecommendationResponsePage, Response, SuperComplaintPage
from pages.content.models import SafetyPage, SiteWording

from .page_fields import DATES_OF_REPORTS, FIELDS_OF_ITEMS, FIELDS_OF_REPORTS

Facts = dict[str, Any]
BETWEEN = ": "
"""What is between the name of a list and that of its entry."""
FIELDS: dict[type, tuple[str, ...]] = {
    SuperComplaintPage: (*FIELDS_OF_REPORTS, *DATES_OF_REPORTS),
    RecommendationResponsePage: (
        *FIELDS_OF_ITEMS,
        "addressees",
        "addressees_printed",
        "deadline",
    ),
}
"""The fields that the catalogue fills."""
STREAMS: dict[type, dict[str, str]] = {
    SuperComplaintPage: {
        "links": "url",
        "support_services": "name",
        "other_recommendations": "identifier",
    },
    SiteWording: {
        "support_services": "name",
    },
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
    facts: Facts = {}
    for name in FIELDS.get(type(obj), ()):
        facts[name] = _plain_value(obj, name)
    for name in STREAMS.get(type(obj), {}):
        for key, child in _entries(obj, name):
            facts[key] = _plain_block(child.block, child.value)
    if isinstance(obj, RecommendationResponsePage):
        for response in obj.responses.all():
            facts[_key_of_reply(response)] = _plain_reply(response)
    if isinstance(obj, SafetyPage):
        for services, place in _services(obj):
            service = services.bound_blocks[place]
            key = f"services{BETWEEN}{service.value['name']}"
            facts[key] = _plain_block(service.block, service.value)
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
    else:
        _copy_entry(key, name, source, target)


# Fields


def _plain_value(obj: Any, name: str) -> Any:
    field = obj._meta.get_field(name)
    value = getattr(obj, name)
    if field.many_to_many:
        return sorted(record.name for record in value.all())
    if isinstance(field, BooleanField):
        return value
    if value is None:
        return ""
    return str(value)


def _copy_field(name: str, source: Any, target: Any) -> None:
    field = source._meta.get_field(name)
    value = getattr(source, name)
    if field.many_to_many:
        value = list(value.all())
    setattr(target, name, value)


# Lists of blocks


def _plain_block(block: Any, value: Any) -> Facts:
    stored = block.get_prep_value(value)
    # The identifier stays as it is on the page: the key says which item it is.
    stored.pop("identifier", None)
    plain: Facts = {}
    for name, part in stored.items():
        if part not in (None, ""):
            plain[name] = str(part)
    return plain


def _entries(obj: Any, name: str) -> Iterator[tuple[str, StreamValue.StreamChild]]:
    """Yield the entries of the list ``name`` that have a key, each with that."""
    naming_field = STREAMS[type(obj)][name]
    for child in getattr(obj, name):
        named = child.value.get(naming_field)
        if not named:
            continue
        if name == "other_recommendations":
            named = _permanent_name(obj, named)
        yield f"{name}{BETWEEN}{named}", child


def _permanent_name(page: SuperComplaintPage, identifier: str) -> str:
    whole = f"{page.identifier}/{identifier}"
    names = read_catalogue().names_of(whole)
    if not names:
        return whole
    return names[0]


def _copy_entry(key: str, name: str, source: Any, target: Any) -> None:
    wanted = dict(_entries(source, name)).get(key)
    present = dict(_entries(target, name)).get(key)
    stream = getattr(target, name)
    if not present:
        if wanted:
            stream.append((wanted.block_type, wanted.value))
        return
    place = list(stream).index(present)
    if not wanted:
        del stream[place]
        return
    if name == "other_recommendations":
        wanted.value["identifier"] = present.value["identifier"]
    # Its id stays: the address of an entry on the page is made from it.
    stream[place] = (wanted.block_type, wanted.value, present.id)


# Replies of national bodies


def _key_of_reply(response: Response) -> str:
    who = response.answered_by
    if not who:
        who = ", ".join(_plain_value(response, "respondents"))
    return f"responses{BETWEEN}{who} {response.source_link}"


def _plain_reply(response: Response) -> Facts:
    plain: Facts = {}
    for name in FIELDS_OF_REPLIES:
        if name != "narrative":
            plain[name] = _plain_value(response, name)
    plain["narrative"] = [str(child.value) for child in response.narrative]
    return plain


def _copy_reply(key: str, source: Any, target: Any) -> None:
    wanted = _reply_with_key(key, source.responses.all())
    present = _reply_with_key(key, target.responses.get_object_list())
    if not present:
        if wanted:
            wanted.sort_order = target.responses.count()
            target.responses.add(wanted)
        return
    if not wanted:
        target.responses.remove(present)
        return
    for name in FIELDS_OF_REPLIES:
        _copy_field(name, wanted, present)


def _reply_with_key(key: str, responses: Any) -> Response | None:
    """Return the last of ``responses`` that has ``key``, which is the one that ``facts_of`` reads."""
    found = None
    for response in responses:
        if _key_of_reply(response) == key:
            found = response
    return found


# Helplines on the page about safety


def _services(page: SafetyPage) -> Iterator[tuple[Any, int]]:
    """Yield each list of services in the body with the place of each service in it."""
    for services in _service_lists(page):
        for place in range(len(services)):
            yield services, place


def _service_lists(page: SafetyPage) -> list[Any]:
    found = []
    for child in page.body:
        if child.block_type == "support_services":
            found.append(child.value["services"])
    return found


def _service_called(name: str, page: SafetyPage) -> Any:
    for services, place in _services(page):
        if services[place]["name"] == name:
            return services[place]
    return None


def _copy_service(name: str, source: SafetyPage, target: SafetyPage) -> None:
    wanted = _service_called(name, source)
    for services, place in _services(target):
        if services[place]["name"] != name:
            continue
        if wanted:
            services[place] = wanted
        else:
            del services[place]
        return
    if wanted:
        _add_service(wanted, source, target)


def _add_service(service: Any, source: SafetyPage, target: SafetyPage) -> None:
    """Add ``service`` to the list of ``target`` at the place of the one of ``source`` that has it."""
    # Both pages have first those to call at once.
    for own, others in zip(
        _service_lists(source), _service_lists(target), strict=False
    ):
        names = [service["name"] for service in own]
        if service["name"] in names:
            others.append(service)
