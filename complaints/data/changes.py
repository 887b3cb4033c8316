"""The changes from one published version to the next, field by field, and the Atom feed of them.

Nothing is compared with a version that readers may no longer read.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from datetime import UTC, datetime
from itertools import batched
from typing import Any

from django.db.models import Exists, Model, OuterRef, QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.feedgenerator import Atom1Feed
from django.utils.xmlutils import SimplerXMLGenerator
from wagtail.models import Page

from complaints.history import published_versions
from complaints.history.published_versions import OrganisationsAsAt
from complaints.history.recorded_states import (
    RECORDS,
    respondent_keys,
    sentences_in_version,
    state_fields,
    status_in_words,
)
from complaints.history.version_texts import (
    ReferencedNames,
    VersionField,
    read_version_fields,
)
from complaints.models import RecommendationResponsePage, SuperComplaintPage
from complaints.models.next_update import open_promises, promise_in_snapshot
from complaints.vocabulary import ItemKind
from pages.core import stored_content
from pages.core.addresses import address_with_parameters
from pages.core.grouping import index_by
from pages.core.languages import ENGLISH
from pages.core.stored_content import list_of
from pages.core.text import INVALID_XML_CHARACTERS
from pages.moderation.models import PublishedVersion

from . import field_descriptions
from .field_descriptions import (
    DATE_TIME,
    WEB_ADDRESS,
    WHOLE_NUMBER,
    DataField,
    FieldGroup,
    field_values,
)
from .published_section import PublishedSection

VERSIONS_PER_BATCH = 200
"""Versions that are read together, with all the pages and documents that they link to."""
FIRST_VERSION = "(first published)"
NOT_COMPARED = "(not compared)"
NO_FIELD_CHANGED = "(no field changed)"

CHANGE_FIELDS = FieldGroup(
    "change",
    (
        DataField(
            "published_at",
            "When the new version was published.",
            DATE_TIME,
            required=True,
        ),
        DataField("id", "The identifier of the page that changed.", required=True),
        DataField(
            "version", "The number of the new version.", WHOLE_NUMBER, required=True
        ),
        DataField(
            "version_url", "The address of the new version.", WEB_ADDRESS, required=True
        ),
        DataField(
            "field",
            "The field that changed. “status” is the status that a version showed when it was published, and "
            f"“statuses” that of each organisation. Or {FIRST_VERSION}, {NOT_COMPARED} after a version that "
            f"is no longer shown, or {NO_FIELD_CHANGED}.",
            required=True,
        ),
        DataField("field_label", "The name of the field on this site."),
        DataField("old", "The old value, as plain text."),
        DataField(
            "old_code",
            "The old value as in the other files: a code, date, true or false.",
        ),
        DataField("new", "The new value, as plain text."),
        DataField("new_code", "The new value as in the other files."),
        DataField("change_note", "What the force says about the change."),
    ),
)


def list_changes(section: PublishedSection) -> Iterator[dict[str, Any]]:
    """Yield every change that readers may see, the earliest first; each batch takes the same queries."""
    readable = published_versions.readable_versions(
        published_versions.versions_below(section.index_page)
    ).prefetch_related(RECORDS)
    in_order = readable.order_by("published_at", "pk").iterator(
        chunk_size=VERSIONS_PER_BATCH
    )
    for versions in batched(in_order, VERSIONS_PER_BATCH, strict=False):
        pages = _public_pages(section, versions)
        before = _versions_before(readable, versions)
        for version in (*before.values(), *versions):
            if page := pages.get(version.object_id):
                links = stored_content.link_targets_in_snapshot(
                    type(page), version.snapshot
                )
                section.referenced_names.expect(links)
        for version in versions:
            if page := pages.get(version.object_id):
                previous = before.get((version.object_id, version.number - 1))
                for field in _differing_fields(
                    type(page), previous, version, section.referenced_names
                ):
                    values = field | {
                        "published_at": version.published_at,
                        "id": page.identifier,
                        "version": version.number,
                        "version_url": version_address(version, page, section),
                        "change_note": version.change_note,
                    }
                    yield field_values(CHANGE_FIELDS.fields, values, section)


def _public_pages(
    section: PublishedSection, versions: Iterable[PublishedVersion]
) -> dict[str, Page]:
    """Return the public pages of ``versions`` by their keys."""
    keys = {int(version.object_id) for version in versions}
    pages = {
        str(page.pk): page
        for page in section.super_complaints.values()
        if page.pk in keys
    }
    for page in section.recommendations().filter(pk__in=keys):
        if parent := section.super_complaint_of(page):
            page.super_complaint = parent
            pages[str(page.pk)] = page
    return pages


def _versions_before(
    readable: QuerySet[PublishedVersion], versions: Iterable[PublishedVersion]
) -> dict[tuple[str, int], PublishedVersion]:
    """Return the ``readable`` versions that ``versions`` came after, by key of the page and number."""
    wanted = {(version.object_id, version.number - 1) for version in versions}
    keys, numbers = zip(*wanted, strict=True)
    earlier = readable.filter(object_id__in=keys, number__in=numbers).order_by("pk")
    return {
        place: version
        for version in earlier.iterator(chunk_size=VERSIONS_PER_BATCH)
        if (place := (version.object_id, version.number)) in wanted
    }


def version_address(
    version: PublishedVersion, page: Page, section: PublishedSection
) -> str:
    """Return the address at which ``version`` of ``page`` can be read and cited."""
    return f"{section.page_address(page)}history/{version.number}/"


def _differing_fields(
    model: type[Model],
    before: PublishedVersion | None,
    version: PublishedVersion,
    names: ReferencedNames,
) -> list[dict[str, str]]:
    """Return the values of each field that changed; of one entry that says why no field is named."""
    if not before and version.number != 1:
        return [{"field": NOT_COMPARED}]
    before_fields = state_fields(before, names) if before else []
    statuses = _differing_texts(before_fields, state_fields(version, names))
    if not before:
        return [{"field": FIRST_VERSION}, *statuses]
    old = before.snapshot
    new = version.snapshot
    changed = {name for name in {*old, *new} if old.get(name) != new.get(name)}
    # Only changed fields are put into words: most stay the same, and words take time.
    old_changed = {name: old[name] for name in changed & old.keys()}
    new_changed = {name: new[name] for name in changed & new.keys()}
    old_fields = read_version_fields(model, old_changed, names)
    new_fields = read_version_fields(model, new_changed, names)
    return [*statuses, *_differing_texts(old_fields, new_fields)] or [
        {"field": NO_FIELD_CHANGED}
    ]


def _differing_texts(
    old: list[VersionField], new: list[VersionField]
) -> list[dict[str, str]]:
    old_fields = index_by(old, "name")
    new_fields = index_by(new, "name")
    differences = []
    for name in old_fields | new_fields:
        missing = VersionField(name, "", "")
        before = old_fields.get(name, missing)
        after = new_fields.get(name, missing)
        if before.text != after.text:
            differences.append(
                {
                    "field": name,
                    "field_label": after.label or before.label,
                    "old": before.text,
                    "old_code": before.code,
                    "new": after.text,
                    "new_code": after.code,
                }
            )
    return differences


ATOM = "application/atom+xml"
ENTRIES_PER_PAGE = 50
TIME_OF_EMPTY_FEED = datetime(1970, 1, 1, tzinfo=UTC)
"""Atom needs a time even if nothing was published yet."""


class PublicationFeed(Atom1Feed):
    """Django’s feed with full text as content, paging and the licence."""

    def add_root_elements(self, handler: SimplerXMLGenerator) -> None:
        super().add_root_elements(handler)
        for relation, address in self.feed["links"].items():
            handler.addQuickElement("link", "", {"rel": relation, "href": address})
        for version in self.feed["summary_versions"]:
            handler.addQuickElement("link", "", version)

    def add_item_elements(
        self, handler: SimplerXMLGenerator, item: dict[str, Any]
    ) -> None:
        super().add_item_elements(handler, item)
        handler.addQuickElement("content", item["content"], {"type": "text"})

    def latest_post_date(self) -> datetime:
        """Return the time of the last entry, or of the section's publication if there is no entry."""
        if self.items:
            return super().latest_post_date()
        return self.feed["without_entries"]


def feed_entries(above: Page) -> QuerySet[PublishedVersion]:
    """Return what was published below ``above``, the newest first.

    Of a super-complaint that is its own publications, too.

    What was published as one is one entry: that of its first version, which is the page
    above the others.
    """
    entries = _publications(above)
    earlier_of_set = entries.filter(
        publication_set=OuterRef("publication_set"), pk__lt=OuterRef("pk")
    )
    leading = entries.filter(~Exists(earlier_of_set)).select_related("publication_set")
    leading = leading.prefetch_related(RECORDS)
    return leading.order_by("-published_at", "-pk")


def _publications(above: Page) -> QuerySet[PublishedVersion]:
    is_inclusive = isinstance(above, SuperComplaintPage)
    versions = published_versions.versions_below(above, inclusive=is_inclusive)
    return published_versions.readable_versions(versions)


def write_feed(
    section: PublishedSection,
    number: str,
    super_complaint: SuperComplaintPage | None = None,
) -> str:
    """Return page ``number`` of the feed, or the first page if there is no such page.

    Without a ``super_complaint`` it is the feed of the whole section.
    """
    followed = super_complaint or section.index_page
    title = f"Super-complaints: what {section.publisher} published"
    address = section.absolute_address("updates")
    next_update = None
    summary_versions = []
    if super_complaint:
        promise = open_promises([super_complaint]).get(super_complaint.pk)
        next_update = promise.in_words if promise else None
        summary_versions = _links_to_summaries(super_complaint, section)
        title = f"{super_complaint.title}: what {section.publisher} published"
        address = section.absolute(
            reverse("updates_of_super_complaint", args=[super_complaint.slug])
        )
    page, listed, has_next = _read_page(feed_entries(followed), number)
    feed = PublicationFeed(
        title=_remove_invalid_characters(title),
        link=section.page_address(followed),
        description=None,
        subtitle=next_update,
        language="en-GB",
        author_name=_remove_invalid_characters(section.publisher),
        feed_url=address_with_parameters(address, page=page),
        feed_guid=f"urn:uuid:{followed.translation_key}",
        feed_copyright=_remove_invalid_characters(
            field_descriptions.attribution(section.publisher)
        ),
        links={
            **_paging_links(address, page, has_next),
            "license": field_descriptions.LICENCE_ADDRESS,
        },
        summary_versions=summary_versions,
        without_entries=followed.last_published_at or TIME_OF_EMPTY_FEED,
    )
    parts = _parts_of_sets(_publications(followed), listed)
    _add_entries(feed, listed, parts, section)
    return feed.writeString("utf-8")


def _add_entries(
    feed: PublicationFeed,
    listed: list[PublishedVersion],
    parts: Mapping[int | None, list[PublishedVersion]],
    section: PublishedSection,
) -> None:
    organisations = _organisations_in(listed)
    names = ReferencedNames().organisations
    for version, page, title in entries_with_titles(listed):
        if together := parts.get(version.publication_set_id):
            told = _name_together(together, names)
        else:
            told = _tell_status(version, organisations, names)
        feed.add_item(**_entry_fields(version, page, title, section, told))


def _links_to_summaries(
    super_complaint: SuperComplaintPage, section: PublishedSection
) -> list[dict[str, str]]:
    """Return the attributes of a link to each version of the summary, which is titled in its own language."""
    links = []
    for version in super_complaint.versions_of_summary:
        if not version.has_page:
            continue
        language = version.spoken_language
        title = language.own_name
        if language.code == ENGLISH:
            title = version.name
        links.append(
            {
                "rel": "related",
                "href": f"{section.page_address(super_complaint)}summary/{version.key}/",
                "hreflang": language.code,
                "title": title,
                "xml:lang": language.code,
            }
        )
    return links


def _parts_of_sets(
    entries: QuerySet[PublishedVersion], listed: list[PublishedVersion]
) -> dict[int | None, list[PublishedVersion]]:
    sets = [
        version.publication_set_id for version in listed if version.publication_set_id
    ]
    parts = defaultdict(list)
    for version in (
        entries.filter(publication_set__in=sets)
        .order_by("pk")
        .prefetch_related(RECORDS)
    ):
        parts[version.publication_set_id].append(version)
    return parts


def _organisations_in(versions: list[PublishedVersion]) -> OrganisationsAsAt:
    """Return the organisations that are asked or have a status in ``versions``, with their present names."""
    keys = set()
    for version in versions:
        keys |= respondent_keys(version.state_records.all())
        keys.update(list_of(version.snapshot.get("addressees")))
    return OrganisationsAsAt(RecommendationResponsePage, [], timezone.now(), keys)


def _tell_status(
    version: PublishedVersion,
    organisations: OrganisationsAsAt,
    names: Mapping[str, str],
) -> list[str]:
    """Return what the page of ``version`` said first when it was published.

    Of a recommendation these are the sentences and the status, of a super-complaint the
    next update.
    """
    sentences = []
    if promise := promise_in_snapshot(version.snapshot):
        sentences.append(f"Next update: {promise.in_short}.")
    sentences.append(sentences_in_version(version, organisations))
    if status := status_in_words(version, names):
        sentences.append(f"Status: {status}.")
    return sentences


def _name_together(
    versions: list[PublishedVersion], names: Mapping[str, str]
) -> list[str]:
    """Return a list of what was published as one, each with its status."""
    lines = []
    for version in versions:
        line = f"- {_entry_title(version)}"
        if status := status_in_words(version, names):
            line += f" ({status})"
        lines.append(line)
    return ["\n".join(lines)]


def _entry_fields(
    version: PublishedVersion,
    page: Page,
    title: str,
    section: PublishedSection,
    told: list[str],
) -> dict[str, Any]:
    """Return the entry for ``version``, whose change note stands before what else is ``told``."""
    return {
        "title": _remove_invalid_characters(title),
        "link": version_address(version, page, section),
        "description": None,
        "unique_id": f"urn:uuid:{version.uuid}",
        "pubdate": version.published_at,
        "updateddate": version.published_at,
        "content": _remove_invalid_characters(
            "\n\n".join(filter(None, [version.change_note, *told]))
        ),
    }


def entries_with_titles(
    versions: list[PublishedVersion],
) -> list[tuple[PublishedVersion, Page, str]]:
    """Return each version with its page and the title of its entry; without those that were deleted since.

    A recommendation is called after its super-complaint too: its number alone does not
    identify it.
    """
    pages = Page.objects.in_bulk([int(version.object_id) for version in versions])
    above = {page.pk: page.path[: -Page.steplen] for page in pages.values()}
    titles = dict(
        Page.objects.filter(path__in=above.values()).values_list("path", "title")
    )
    entries = []
    for version in versions:
        if page := pages.get(int(version.object_id)):
            name = _entry_title(version)
            # It may have been deleted between the two queries, with the page.
            if version.snapshot.get("kind") and (
                super_complaint := titles.get(above[page.pk])
            ):
                name += f" ({super_complaint})"
            entries.append((version, page, version.set_title or name))
    return entries


def _entry_title(version: PublishedVersion) -> str:
    kind = dict(ItemKind.choices).get(version.snapshot.get("kind"), "")
    heading = f"{kind} {version.snapshot.get('number') or ''}".strip()
    if heading:
        return f"{heading}: {version.title}"
    return version.title


def _remove_invalid_characters(text: str) -> str:
    return INVALID_XML_CHARACTERS.sub("", text)


def _read_page(
    entries: QuerySet[PublishedVersion], number: str
) -> tuple[int, list[PublishedVersion], bool]:
    """Return the number of the page, or else the first, its entries, and whether one comes next."""
    is_number = number.isascii() and number.isdecimal() and len(number) < 9
    page = max(int(number), 1) if is_number else 1
    first = ENTRIES_PER_PAGE * (page - 1)
    listed = list(entries[first : first + ENTRIES_PER_PAGE + 1])
    if page > 1 and not listed:
        return _read_page(entries, "1")
    return page, listed[:ENTRIES_PER_PAGE], len(listed) > ENTRIES_PER_PAGE


def _paging_links(address: str, page: int, has_next: bool) -> dict[str, str]:
    numbers = {"first": 1}
    if page > 1:
        numbers["previous"] = page - 1
    if has_next:
        numbers["next"] = page + 1
    return {
        relation: address_with_parameters(address, page=at)
        for relation, at in numbers.items()
    }
