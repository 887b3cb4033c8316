"""The views of the history of a page, of one published version, and of a comparison of two versions."""

import re
from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from operator import attrgetter
from typing import Any

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponseBase
from django.shortcuts import redirect
from django.template.defaultfilters import pluralize
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from wagtail.models import Page

from complaints.models import (
    RecommendationResponsePage,
    RecommendationState,
    SuperComplaintIndexPage,
    SuperComplaintPage,
)
from complaints.vocabulary import ItemKind
from pages.core import stored_content
from pages.core.addresses import reads_parameters
from pages.core.grouping import index_by, index_by_text_key
from pages.core.moments import end_of_day
from pages.core.names import join_as_in_a_sentence
from pages.core.page_visibility import public_descendants
from pages.core.text_comparison import compare_texts
from pages.moderation.models import PublishedVersion

from . import version_texts
from .period import PERIOD_PARAMETERS, HistoryPeriodForm, SectionPeriodForm
from .published_versions import (
    AnnotatedVersion,
    OrganisationsAsAt,
    annotate_withdrawal,
    build_page_from_version,
    expect_links_of_page,
    readable_versions,
    report_responses_before,
    versions_below,
    withdrawal_reason,
)
from .recorded_states import (
    RECORDS,
    HistoryEvent,
    find_events,
    respondent_keys,
    state_fields,
    states_while_public,
    status_in_words,
)
from .version_texts import ReferencedNames, VersionField

HIDDEN = '<span class="govuk-visually-hidden">{}</span>'
ADDED = f"{{}}<ins>{HIDDEN.format('[added: ')}{{}}{HIDDEN.format(' end of added]')}</ins>{{}}"
REMOVED = f"{{}}<del>{HIDDEN.format('[removed: ')}{{}}{HIDDEN.format(' end of removed]')}</del>{{}}"
PART_TEMPLATES = {"": "{}{}{}", "+": ADDED, "-": REMOVED}


def compare_versions(
    old: list[VersionField], new: list[VersionField]
) -> list[dict[str, str]]:
    """Return of each field that differs the label, both texts in one, and each text alone."""
    old_texts = {field.name: field.text for field in old}
    new_texts = {field.name: field.text for field in new}
    labels = {field.name: field.label for field in [*old, *new]}
    differences = []
    for name in _field_names_in_order(old_texts, new_texts):
        before = old_texts.get(name, "")
        after = new_texts.get(name, "")
        if before != after:
            parts = list(compare_texts(before, after))
            differences.append(
                {
                    "label": labels[name],
                    "inline": _parts_as_html(parts),
                    "old": _parts_as_html(parts, without="+"),
                    "new": _parts_as_html(parts, without="-"),
                }
            )
    return differences


def _field_names_in_order(old: Iterable[str], new: Collection[str]) -> list[str]:
    """Return the names of both versions; one that only the old version has follows its old predecessor."""
    names = list(new)
    before = ""
    for name in old:
        if name not in new:
            place = names.index(before) + 1 if before else 0
            names.insert(place, name)
        before = name
    return names


def _parts_as_html(
    parts: Iterable[tuple[str, str]], without: str | None = None
) -> SafeString:
    shown = [(_part_as_html(text, mark),) for mark, text in parts if mark != without]
    return format_html_join("", "{}", shown)


def _part_as_html(text: str, mark: str) -> SafeString:
    """Return ``text`` marked as removed or added, without the white space around it."""
    shown = text.strip()
    if not shown:
        return format_html("{}", text)
    before, _, after = text.partition(shown)
    return format_html(PART_TEMPLATES[mark], before, shown, after)


PAGE_SIZE = 25
CHOOSE_TWO_VERSIONS = "Choose two versions to compare."
BODY_TEMPLATES = {
    SuperComplaintPage: "complaints/history/super_complaint_body.html",
    RecommendationResponsePage: "complaints/history/recommendation_body.html",
}


class InvalidParameterError(ValueError):
    """A parameter is invalid; the message tells the reader what to put right."""


def render_subpage(
    request: HttpRequest,
    page: Page,
    template: str,
    subpage_title: str,
    *,
    status: int = 200,
    **context: object,
) -> TemplateResponse:
    context = {
        "page": page,
        "request": request,
        "subpage_title": subpage_title,
        **context,
    }
    # Beside a past version of a recommendation, its super-complaint is shown as it is
    # now.
    context["super_complaint"] = getattr(page, "super_complaint", page)
    context["named"] = context.get("built") or page
    return TemplateResponse(
        request, f"complaints/history/{template}.html", context, status=status
    )


@reads_parameters("page", *PERIOD_PARAMETERS)
def serve_history(page: Page, request: HttpRequest) -> TemplateResponse:
    """Show every publication of ``page`` and of the public pages below it, the newest first."""
    below = public_descendants(RecommendationResponsePage.objects.all(), page)
    return render_subpage(
        request,
        page,
        "history",
        "History",
        **_list_history(page, [page, *below], HistoryPeriodForm(request.GET), request),
        has_parts=type(page) is not RecommendationResponsePage,
        choice=_comparison_choices(page),
    )


@reads_parameters("page", "super_complaint", *PERIOD_PARAMETERS)
def serve_changes(
    index_page: SuperComplaintIndexPage, request: HttpRequest
) -> HttpResponseBase:
    """Show every publication of the section, or lead to the history of a super-complaint."""
    form = SectionPeriodForm(request.GET, index_page)
    address = form.address_of_choice(index_page)
    if address:
        return redirect(address)
    super_complaints = list(
        public_descendants(SuperComplaintPage.objects.all(), index_page)
    )
    recommendations = list(
        public_descendants(RecommendationResponsePage.objects.all(), index_page)
    )
    by_path = index_by(super_complaints, "path")
    for page in recommendations:
        page.super_complaint = by_path[page.path[: -page.steplen]]
    pages = [*super_complaints, *recommendations]
    history = _list_history(index_page, pages, form, request)
    return render_subpage(
        request, index_page, "changes", "What changed", is_section=True, **history
    )


def _list_history(
    above: Page, pages: Iterable[Page], form: HistoryPeriodForm, request: HttpRequest
) -> dict[str, Any]:
    """Return a page of the history of ``pages``, which are ``above`` or below it, as ``form`` limits it."""
    by_key = index_by_text_key(pages)
    for page in by_key.values():
        page.name_in_history = _name_below(page, above)
    publications = _publications(above, by_key)
    events = []
    for event in find_events(above, ReferencedNames().organisations):
        if event.object_id in by_key:
            event.page = by_key[event.object_id]
            events.append(event)
    entries = sorted(
        form.select([*publications, *events]),
        key=attrgetter("published_at"),
        reverse=True,
    )
    # Folded before it is cut into pages: what one day says of many may be longer than a
    # page.
    shown = _fold_equal(entries, above)
    return {
        "listed": Paginator(shown, PAGE_SIZE).get_page(request.GET.get("page")),
        "form": form,
        # The count of publications is not that of the entries: the page says both.
        "publications": _count_publications(entries),
        "entries_of_publications": _count_publications(shown),
        "entries_of_events": len(shown) - _count_publications(shown),
        # An excerpt is no page of its own to search engines.
        "indexed": not form.is_limited,
    }


def _count_publications(entries: Iterable[Any]) -> int:
    return sum(not isinstance(entry, HistoryEvent) for entry in entries)


def _publications(page: Page, pages: dict[str, Any]) -> list[AnnotatedVersion]:
    """Return the versions of ``page`` and of those below it, which are among ``pages``."""
    versions = annotate_withdrawal(versions_below(page, inclusive=True)).defer(
        "snapshot"
    )
    versions = versions.select_related("publication_set").prefetch_related(RECORDS)
    # A page may have been deleted since its versions were read.
    publications = [version for version in versions if version.object_id in pages]
    names = ReferencedNames().organisations
    for publication in publications:
        _add_list_details(publication, pages[publication.object_id], names)
    return publications


def _fold_equal(entries: list[Any], above: Page) -> list[Any]:
    """Return ``entries`` with one, which has them all, for those of a day that say the same of pages."""
    parts = set(
        RecommendationState.objects.overall()
        .filter(is_part=True)
        .values_list("page", flat=True)
    )
    folded: dict[Any, list[Any]] = {}
    for entry in entries:
        folded.setdefault(_what_it_says(entry), []).append(entry)
    shown = []
    for alike in folded.values():
        pages = {entry.page for entry in alike}
        if len(pages) == 1:
            shown += alike
            continue
        kinds = Counter[str]()
        for page in pages - {above}:
            kind = PART if page.pk in parts else _kind(page)
            kinds[kind] += 1
        counted = [_in_words(number, kind) for kind, number in kinds.items()]
        alike[0].alike = alike
        alike[0].alike_in_words = join_as_in_a_sentence(
            ["this page"] * (above in pages) + counted
        )
        shown.append(alike[0])
    return shown


def _name_below(page: Page, above: Page) -> str:
    """Return what ``page`` is called in the history of the page ``above``."""
    if not isinstance(page, RecommendationResponsePage):
        return page.title
    name = f"{page.heading}: {page.title}"
    if isinstance(above, SuperComplaintIndexPage):
        return f"{name} ({page.super_complaint.title})"
    return name


PART = ItemKind.PART.label.lower()


def _in_words(number: int, kind: str) -> str:
    """Return the ``number`` of pages of one ``kind`` with the words for it."""
    if kind == PART and number > 1:
        return f"{number} parts of recommendations"
    return f"{number} {kind}{pluralize(number)}"


def _kind(page: Page) -> str:
    if isinstance(page, RecommendationResponsePage):
        return page.get_kind_display().lower()
    return str(page._meta.verbose_name)


def _what_it_says(entry: Any) -> Any:
    """Return what readers are told of ``entry`` beside its page and status; a hidden one is like no other."""
    if isinstance(entry, HistoryEvent):
        return entry.day, entry.words
    if entry.hidden_reason:
        return entry.pk
    approvals = tuple(
        (approval.get("role"), approval["day"]) for approval in entry.approvals
    )
    return (
        timezone.localdate(entry.published_at),
        entry.change_note,
        entry.set_title,
        approvals,
    )


def serve_version(page: Page, request: HttpRequest, number: int) -> TemplateResponse:
    """Show version ``number`` as it read; answer 410 if its words are hidden, 404 if there is none."""
    versions = list(
        annotate_withdrawal(PublishedVersion.objects.for_object(page)).defer("snapshot")
    )
    numbers = [version.number for version in versions]
    if number not in numbers:
        raise Http404
    index = numbers.index(number)
    version = versions[index]
    names = ReferencedNames()
    _add_list_details(version, page, names.organisations)
    newer = versions[index - 1] if index else None
    context = {"version": version, "total": len(versions), "newer": newer}
    if version.hidden_reason:
        return render_subpage(
            request, page, "gone", f"Version {number}", status=410, **context
        )
    records = version.state_records.all()
    organisations = OrganisationsAsAt(
        type(page), [version.snapshot], version.published_at, respondent_keys(records)
    )
    names.expect(stored_content.link_targets_in_snapshot(type(page), version.snapshot))
    built = build_page_from_version(version, page, organisations, names)
    expect_links_of_page(built)
    if isinstance(built, RecommendationResponsePage):
        day = timezone.localdate(version.published_at)
        built.report_responses = report_responses_before(
            page.super_complaint, end_of_day(day)
        )
    replaced_at = newer.published_at if newer else None
    context.update(
        built=built,
        body=BODY_TEMPLATES[type(page)],
        shown=states_while_public(version, replaced_at, organisations),
    )
    return render_subpage(request, page, "version", f"Version {number}", **context)


@reads_parameters("old", "new", "view")
def serve_comparison(page: Page, request: HttpRequest) -> TemplateResponse:
    """Show what differs between two versions of ``page``; invalid parameters give the form with a message."""
    context: dict[str, Any] = {"side": request.GET.get("view") == "side"}
    try:
        old, new = _versions_to_compare(page, request)
    except InvalidParameterError as error:
        choice = _comparison_choices(page)
        problem = str(error)
        if problem == CHOOSE_TWO_VERSIONS and not choice["old"]:
            problem = ""  # The page says below that there are not two.
        context.update(choice=choice, problem=problem)
        return render_subpage(request, page, "compare", "Comparison", **context)
    context.update(choice=_comparison_choices(page, old.number, new.number))
    names = ReferencedNames()
    model = type(page)
    for version in (old, new):
        names.expect(stored_content.link_targets_in_snapshot(model, version.snapshot))
    fields = [
        state_fields(version, names)
        + version_texts.read_version_fields(model, version.snapshot, names)
        for version in (old, new)
    ]
    context.update(old=old, new=new, differences=compare_versions(*fields))
    return render_subpage(request, page, "compare", "Comparison", **context)


def _versions_to_compare(page: Page, request: HttpRequest) -> list[AnnotatedVersion]:
    """Return the two versions that the parameters ``old`` and ``new`` name, the older one first."""
    asked = [request.GET.get(name, "") for name in ("old", "new")]
    if not all(re.fullmatch(r"[0-9]{1,9}", text) for text in asked):
        raise InvalidParameterError(CHOOSE_TWO_VERSIONS)
    numbers = sorted(map(int, asked))
    chosen = PublishedVersion.objects.for_object(page).filter(number__in=numbers)
    versions = annotate_withdrawal(chosen).prefetch_related(RECORDS)
    by_number = index_by(versions, "number")
    for number in numbers:
        if number not in by_number:
            raise InvalidParameterError(
                f"There is no version {number} of this page. {CHOOSE_TWO_VERSIONS}"
            )
        if reason := withdrawal_reason(by_number[number]):
            raise InvalidParameterError(
                f"Version {number} cannot be compared. {reason}."
            )
    if numbers[0] == numbers[1]:
        raise InvalidParameterError(
            "That is the same version twice. Choose two different versions."
        )
    return [by_number[number] for number in numbers]


def _comparison_choices(page: Page, *chosen: int) -> dict[str, object]:
    """Return the versions to choose from; the form starts with ``chosen``, or else the newest two."""
    versions = readable_versions(PublishedVersion.objects.for_object(page))
    options = list(versions.only("number", "published_at"))
    new, old = [*reversed(chosen), *(option.number for option in options), None, None][
        :2
    ]
    return {"options": options, "old": old, "new": new}


def _add_list_details(
    version: AnnotatedVersion, page: Page, names: Mapping[str, str]
) -> None:
    version.page = page
    version.hidden_reason = withdrawal_reason(version)
    for approval in version.approvals:
        moment = parse_datetime(approval.get("at", ""))
        approval["day"] = "date not recorded"
        if moment:
            approval["day"] = f"{timezone.localdate(moment):%-d %B %Y}"
    version.address = f"{page.url}history/{version.number}/"
    version.status = "" if version.hidden_reason else status_in_words(version, names)
