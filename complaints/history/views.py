"""The history of a page, its published versions, and what differs between two of them."""

from typing import Any

from django.core.paginator import Paginator
from django.http import Http404
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from wagtail.models import Page

from complaints.models import RecommendationResponsePage, SuperComplaintPage
from pages.core import stored_links
from pages.http_cache.keys import below_key
from pages.http_cache.response_recorder import record_shown_keys
from pages.moderation.models import PublishedVersion

from . import fields
from .comparison import differences
from .names import Names
from .parameters import NO_VERSIONS, AskedWronglyError, number_in
from .rebuilt import Organisations, expect_texts_of, rebuild
from .versions import of_page_and_below, shown, with_withdrawal, withdrawal_reason

PER_PAGE = 25
BODIES = {
    SuperComplaintPage: "complaints/history/super_complaint_body.html",
    RecommendationResponsePage: "complaints/history/recommendation_body.html",
}


def answer(request, page: Page, template: str, subpage_title: str, *, status=200, **context: Any):
    """Return a page that stands below ``page``; ``subpage_title`` names it."""
    context = {"page": page, "self": page, "request": request, "subpage_title": subpage_title, **context}
    # Beside what was published of a recommendation, its super-complaint is shown as it is now.
    context["super_complaint"] = getattr(page, "super_complaint", page)
    context["named"] = context.get("built") or page
    return TemplateResponse(request, f"complaints/history/{template}.html", context, status=status)


def history(page: Any, request):
    """Show every publication of ``page`` and of what is public below it, 25 at a time, the newest first."""
    record_shown_keys(below_key(page.pk))
    versions = with_withdrawal(of_page_and_below(page)).defer("snapshot").order_by("-published_at", "-pk")
    listed = Paginator(versions, PER_PAGE).get_page(request.GET.get("page"))
    keys = {version.object_id for version in listed}
    below = RecommendationResponsePage.objects.filter(pk__in=keys - {str(page.pk)})
    pages = {str(each.pk): each for each in [page, *below]}
    # What was deleted meanwhile is left out.
    listed.object_list = [version for version in listed if version.object_id in pages]
    for version in listed:
        _prepare(version, pages[version.object_id])
    return answer(
        request,
        page,
        "history",
        "History",
        versions=listed,
        indexed=True,
        has_parts=type(page) is not RecommendationResponsePage,
        choice=_choice(page),
    )


def version(page: Any, request, number: int):
    """Show one published version as it read; 410 if its words are hidden, 404 if there is none."""
    own = list(with_withdrawal(PublishedVersion.objects.for_object(page)).defer("snapshot"))
    place = next((i for i, each in enumerate(own) if each.number == number > 0), None)
    if place is None:
        raise Http404
    found = own[place]
    _prepare(found, page)
    facts = {"version": found, "total": len(own), "newer": own[place - 1] if place else None}
    if found.fate:
        return answer(request, page, "gone", f"Version {number}", status=410, **facts)
    organisations = Organisations(type(page), [found.snapshot], found.published_at)
    names = Names()
    names.expect(stored_links.link_targets_in_snapshot(type(page), found.snapshot))
    built = rebuild(found, page, organisations, names)
    expect_texts_of(built)
    facts.update(built=built, body=BODIES[type(page)])
    return answer(request, page, "version", f"Version {number}", **facts)


def compare(page: Any, request):
    """Show what differs between two versions of ``page``; bad parameters give the form with a message."""
    context: dict[str, Any] = {"side": request.GET.get("view") == "side"}
    try:
        old, new = _chosen(page, request)
    except AskedWronglyError as error:
        context.update(choice=_choice(page), problem=str(error))
        return answer(request, page, "compare", "Comparison", **context)
    context.update(choice=_choice(page, old.number, new.number))
    names = Names()
    model = type(page)
    for each in (old, new):
        names.expect(stored_links.link_targets_in_snapshot(model, each.snapshot))
    texts = [fields.readable(model, each.snapshot, names) for each in (old, new)]
    context.update(old=old, new=new, differences=differences(*texts))
    return answer(request, page, "compare", "Comparison", **context)


def _chosen(page: Any, request) -> list[PublishedVersion]:
    """Return the two versions that are asked for, the older one first."""
    numbers = sorted(number_in(request.GET.get(name, "")) for name in ("old", "new"))
    versions = with_withdrawal(
        PublishedVersion.objects.for_object(page).filter(number__in=numbers, number__gt=0)
    )
    found = {version.number: version for version in versions}
    for number in numbers:
        if number not in found:
            raise AskedWronglyError(f"There is no version {number} of this page. {NO_VERSIONS}")
        if fate := withdrawal_reason(found[number]):
            raise AskedWronglyError(f"Version {number} can’t be compared. {fate}.")
    if numbers[0] == numbers[1]:
        raise AskedWronglyError("That is the same version twice. Choose two different ones.")
    return [found[number] for number in numbers]


def _choice(page: Any, *chosen: int) -> dict[str, Any]:
    """Return the versions that can be compared; the form begins with those ``chosen``, or the newest two."""
    versions = shown(PublishedVersion.objects.for_object(page).filter(number__gt=0))
    options = list(versions.only("number", "published_at"))
    new, old = [*reversed(chosen), *(option.number for option in options), None, None][:2]
    return {"options": options, "old": old, "new": new}


def _prepare(version: Any, page: Any) -> None:
    """Add what the list shows beside a version's own fields."""
    version.page = page
    version.fate = withdrawal_reason(version)
    for approval in version.approvals:
        approval["day"] = _day_of(approval)
    version.address = f"{page.url}history/{version.number}/"


def _day_of(approval: dict[str, str]) -> str:
    """Return the day of an approval in Europe/London."""
    at = parse_datetime(approval.get("at", ""))
    return f"{timezone.localdate(at):%-d %B %Y}" if at else "date not recorded"
