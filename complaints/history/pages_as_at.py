"""Pages as at the end of a day, built from their published versions alone."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from datetime import date

from django.db.models import QuerySet
from wagtail.models import Page
from wagtail.query import PageQuerySet

from complaints.models import Organisation, RecommendationResponsePage, SuperComplaintPage
from complaints.models.recommendation_queryset import group_sub_items
from complaints.states import published_states
from complaints.states.published_states import Snapshot, Surroundings
from complaints.states.respondent_states import RespondentState
from complaints.vocabulary import LOCAL_KINDS, State
from pages.core import stored_links
from pages.core.days import end_of_day
from pages.moderation.models import PublishedVersion

from .pages_from_versions import OrganisationsAsAt, build_page_from_version
from .published_versions import (
    AnnotatedVersion,
    annotate_withdrawal,
    last_versions_before,
    versions_of_pages,
    withdrawal_reason,
)
from .referenced_names import ReferencedNames


@dataclass
class PageAsAt:
    """A page as at a day, and the version that it was built from."""

    page: Page
    version: AnnotatedVersion
    respondent_states: list[RespondentState] = field(default_factory=list)
    """For a recommendation: the state of each respondent on that day."""
    parts: list["PageAsAt"] = field(default_factory=list)
    """For a recommendation among those beside it: its readable parts."""
    total: int = 0
    """For a super-complaint in the register: the number of its readable recommendations."""
    hidden: int = 0
    counts: list[tuple[State, int]] = field(default_factory=list)


@dataclass
class PagesAsAt:
    """The pages as at a day that can be shown, and those whose words are hidden by now."""

    readable: list[PageAsAt]
    hidden_pages: list[Page] = field(default_factory=list)
    hidden_reason: str = ""

    @property
    def hidden(self) -> int:
        """The number of pages that can no longer be shown."""
        return len(self.hidden_pages)


def find_pages_as_at(
    pages: PageQuerySet, day: date, *, known: list[Page] | None = None, with_links: bool = False
) -> PagesAsAt:
    """Return ``pages``, which are public now and of one type, as at the end of ``day``.

    Pass the pages in ``known`` if they have been read already. Only ``with_links`` keeps the links and
    documents of their texts: lists do not show them. The number of queries does not depend on the number of
    pages.
    """
    model = pages.model
    versions = list(last_versions_before(annotate_withdrawal(versions_of_pages(pages)), end_of_day(day)))
    readable = [version for version in versions if not withdrawal_reason(version)]
    hidden = [version for version in versions if withdrawal_reason(version)]
    organisations = OrganisationsAsAt(model, [version.snapshot for version in readable], end_of_day(day))
    present = known or model.objects.filter(pk__in=[version.object_id for version in versions])
    pages_by_key = {str(page.pk): page for page in present}
    names = ReferencedNames() if with_links else None
    if names:
        for version in readable:
            names.expect(stored_links.link_targets_in_snapshot(model, version.snapshot))
    found = [
        PageAsAt(
            build_page_from_version(version, pages_by_key[version.object_id], organisations, names), version
        )
        for version in readable
        if version.object_id in pages_by_key
    ]
    if model is RecommendationResponsePage:
        _add_respondent_states(found, day, organisations)
        found.sort(key=lambda each: (each.page.sort_key, each.page.path))
        _add_parts(found)
    hidden_pages = [pages_by_key[each.object_id] for each in hidden if each.object_id in pages_by_key]
    return PagesAsAt(found, hidden_pages, withdrawal_reason(hidden[0]) if hidden else "")


def _add_respondent_states(found: list[PageAsAt], day: date, organisations: OrganisationsAsAt) -> None:
    earlier = earlier_snapshots((each.version for each in found), day)
    surroundings = surroundings_by_path({each.page.path[: -Page.steplen] for each in found}, day)
    for each in found:
        before = earlier.get(each.version.object_id, ())
        each.respondent_states = published_states.respondent_states_on_day(
            each.version.snapshot, before, day, organisations, surroundings[each.page.path[: -Page.steplen]]
        )


def _add_parts(found: list[PageAsAt]) -> None:
    """Give each recommendation in ``found`` its parts; if nobody answered it as a whole, also their state."""
    by_page = {each.page: each for each in found}
    for page, parts in group_sub_items(by_page).items():
        whole = by_page[page]
        whole.parts = [by_page[part] for part in parts]
        if parts and not published_states.is_answered(whole.version.snapshot):
            states = [published_states.merge_states(part.respondent_states) for part in whole.parts]
            whole.respondent_states = [published_states.merge_states(states)]


def surroundings_by_path(paths: Collection[str], day: date) -> dict[str, Surroundings]:
    """Return what states depend on beside recommendations, by the path of the super-complaint above them."""
    local = frozenset(Organisation.objects.filter(kind__in=LOCAL_KINDS).values_list("pk", flat=True))
    above = SuperComplaintPage.objects.filter(path__in=paths)
    keys = {str(pk): path for pk, path in above.values_list("pk", "path")}
    versions = last_versions_before(versions_of_pages(above), end_of_day(day))
    respond_by = {
        keys[version.object_id]: published_states.parse_stored_date(version.snapshot.get("respond_by"))
        for version in versions
        if version.object_id in keys
    }
    return {path: Surroundings(respond_by.get(path), local) for path in paths}


def earlier_snapshots(versions: Iterable[AnnotatedVersion], day: date) -> dict[str, list[Snapshot]]:
    """Return, by object, the snapshots before each of ``versions`` whose state depends on them.

    ``versions`` are the last ones of recommendations by the end of ``day``. The oldest snapshot is the first.
    """
    dependent_keys = {
        version.object_id
        for version in versions
        if published_states.depends_on_earlier_versions(version.snapshot, version.number)
    }
    pages = RecommendationResponsePage.objects.filter(pk__in=dependent_keys)
    # Versions with hidden words count too: the page itself tells that it was complete once.
    snapshots_by_key = snapshots_by_object(versions_of_pages(pages).filter(published_at__lt=end_of_day(day)))
    return {key: snapshots[:-1] for key, snapshots in snapshots_by_key.items()}


def snapshots_by_object(versions: QuerySet[PublishedVersion]) -> dict[str, list[Snapshot]]:
    """Return the snapshots of ``versions`` (newest first) by object, the oldest first."""
    snapshots: dict[str, list[Snapshot]] = defaultdict(list)
    for version in reversed(list(versions.only("object_id", "snapshot"))):
        snapshots[version.object_id].append(version.snapshot)
    return snapshots
