"""Every part of Wagtail that is replaced, each with the hook that is missing.

No other module assigns to their classes or uses their private names;
tests/test_patches.py checks that. tests/pages/moderation/test_wagtail_patches.py fails
when Wagtail changes what the patches rely on.
"""

import json
import re
from collections.abc import Callable, Collection, Iterable
from copy import copy
from datetime import datetime
from functools import wraps
from typing import Any

from bs4 import BeautifulSoup
from django.contrib.auth.models import User
from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.db import connection, transaction
from django.db.models import Model
from django.http import HttpRequest
from django.utils.html import escapejs, format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.timezone import localtime
from wagtail.actions.copy_page import CopyPageAction
from wagtail.admin import compare, messages
from wagtail.admin.views.mixins import SpreadsheetExportMixin
from wagtail.admin.views.pages.bulk_actions import (
    PublishBulkAction,
    UnpublishBulkAction,
)
from wagtail.admin.widgets import BaseChooser
from wagtail.contrib.redirects.models import Redirect
from wagtail.documents import get_document_model
from wagtail.models import BaseLogEntry, Page, Site, WorkflowState
from wagtail.users.views.bulk_actions import DeleteBulkAction as DeleteAccounts

from pages.core.stored_content import parse_key
from pages.core.text import escape_formula
from pages.core.text_comparison import compare_texts
from pages.moderation.approval.authors import add_authors, authors_since_publication
from pages.moderation.approval.locks import lock_row
from pages.moderation.approval.redirect_rules import check_redirect
from pages.moderation.approval.review_policy import review_of
from pages.moderation.views.editor import SUBMISSIONS
from pages.published.changes import models_beside_pages
from pages.published.editions import remember

CHANGES = {"": "equal", "-": "deletion", "+": "addition"}
REPLACED: list[tuple[Any, str, Callable]] = []


def replaces(owner: Any, name: str) -> Callable[[Callable], Callable]:
    """Put the function below in the place of ``name`` of ``owner``.

    It gets the original first.
    """

    def register(replacement: Callable) -> Callable:
        REPLACED.append((owner, name, replacement))
        return replacement

    return register


def wrapped(original: Callable, replacement: Callable) -> Callable:
    @wraps(original)
    def call(*args: Any, **kwargs: Any) -> Any:
        return replacement(original, *args, **kwargs)

    return call


def apply() -> None:
    """Replace all parts, once, when the application starts."""
    for owner, name, replacement in REPLACED:
        setattr(owner, name, wrapped(getattr(owner, name), replacement))
    BaseChooser.render = render_without_script
    compare.diff_text = text_difference
    watched: list[type[Model]] = [*models_beside_pages(), User]
    for model in watched:
        model.save = wrapped(model.save, save_in_a_transaction)  # type: ignore[method-assign]
    # Nobody publishes without a review, taking down asks for a reason, and accounts are
    # deleted by a command. Missing hook: a bulk action can be registered, but not taken
    # out.
    PublishBulkAction.models = UnpublishBulkAction.models = DeleteAccounts.models = []


@replaces(WorkflowState, "user_can_cancel")
def let_authors_cancel(
    user_can_cancel: Callable, workflow_state: WorkflowState, user: User | None
) -> bool:
    """Let authors cancel a review too, unless somebody else has locked the object.

    Missing hook: Wagtail asks only the review who may cancel it, and no task, page or
    policy.
    """
    if user_can_cancel(workflow_state, user):
        return True
    if not user:
        return False
    obj = workflow_state.content_object
    locked_by_another = getattr(obj, "locked", False) and obj.locked_by_id != user.pk
    return not locked_by_another and user.pk in review_of(obj).authors


@replaces(WorkflowState, "cancel")
@replaces(WorkflowState, "resume")
@transaction.atomic
def lock_and_refresh_state(
    change: Callable, workflow_state: WorkflowState, *args: Any, **kwargs: Any
) -> Any:
    """Lock the object and reload the review before changing it, all in one transaction.

    Missing hook: Wagtail changes a review as it was read some time ago, in several
    transactions, and sends its signals afterwards.
    """
    lock_row(workflow_state.content_object)
    workflow_state.refresh_from_db()
    return change(workflow_state, *args, **kwargs)


@replaces(BaseLogEntry, "full_clean")
def skip_relations(
    full_clean: Callable,
    entry: BaseLogEntry,
    exclude: Iterable[str] = (),
    **kwargs: Any,
) -> None:
    """Do not ask the database whether what an entry of the log is about exists: Wagtail has just saved it.

    Missing hook: each entry costs four queries, also where 300 pages are saved at once.
    """
    relations = {
        field.name for field in entry._meta.concrete_fields if field.is_relation
    }
    full_clean(entry, exclude={*exclude, *relations}, **kwargs)


def save_in_a_transaction(
    save: Callable, instance: Model, *args: Any, **options: Any
) -> None:
    """Save in a transaction, so that what is noted of the change is committed with it.

    Missing hook: outside a transaction what ``pre_save`` notes is committed before the
    save. The next edition would begin without the change, and nothing would begin one
    after it.
    """
    if connection.in_atomic_block:
        return save(instance, *args, **options)
    with transaction.atomic():
        return save(instance, *args, **options)


@replaces(CopyPageAction, "_copy_page")
@transaction.atomic
def copy_authors(
    copy_page: Callable, action: CopyPageAction, page: Page, *args: Any, **kwargs: Any
) -> Page:
    """Record the authors of a copied page: those who wrote its unpublished text, and whoever copies it.

    Wagtail copies revisions with the users who saved them, who need not have written
    the current text. Missing hook: only one screen calls ``after_copy_page``, and not
    for the pages below; no signal is sent.
    """
    authors = authors_since_publication(page)
    if action.user:
        authors.add(action.user.pk)
    copy = copy_page(action, page, *args, **kwargs)
    if revision := copy.get_latest_revision():
        add_authors(copy, authors, revision)
    return copy


@replaces(Redirect, "clean_fields")
def require_target(
    clean_fields: Callable, redirect: Redirect, exclude: Collection[str] | None = None
) -> None:
    """Refuse a redirect that leads nowhere or elsewhere, or hides what readers find.

    Missing hook: the screens of redirects take no other form.
    """
    unchecked = set(exclude or ())
    if redirect.redirect_link.startswith("/"):
        # Wagtail would refuse an address without a host.
        unchecked.add("redirect_link")
    clean_fields(redirect, unchecked)
    # What the form leaves out has an error already.
    has_error = {"redirect_page", "redirect_link"}.intersection(exclude or ())
    if not has_error and not redirect.redirect_page_id and not redirect.redirect_link:
        raise ValidationError(
            {"redirect_link": "Choose a page above, or enter an address here."}
        )
    if not has_error and "old_path" not in (exclude or ()):
        check_redirect(redirect)


@replaces(SpreadsheetExportMixin, "preprocess_field_value")
def write_cell(
    preprocess: Callable, view: Any, field: str, value: Any, export_format: str
) -> Any:
    """Keep spreadsheets from reading a title or a name as a formula, in each list that can be exported.

    Times are those of Europe/London, to the second. Wagtail writes UTC, without saying
    so in a spreadsheet.

    Missing hook: the reports of Wagtail are registered by Wagtail, and none asks how a
    cell is written.
    """
    cell = preprocess(view, field, value, export_format)
    if isinstance(value, datetime) and isinstance(cell, datetime):
        return localtime(value).replace(tzinfo=None, microsecond=0)
    return escape_formula(cell) if isinstance(cell, str) else cell


@replaces(Site, "find_for_request")
def keep_only_site(find_for_request: Callable, request: Any) -> Site | None:
    """Read the site and its home page once an edition, if there is no other site.

    Missing hook: Wagtail asks the database for both at each request. Every request gets
    copies: they may keep something of it.
    """
    is_new = getattr(request, "remembered", None) is not None and not hasattr(
        request, "_wagtail_site"
    )
    if is_new and (kept := remember(request, "only site", _only_site)):
        request._wagtail_site = copy(kept)
        request._wagtail_site.root_page = copy(kept.root_page)
    return find_for_request(request)


def _only_site() -> Site | None:
    """Return the default site with its home page, unless there are others."""
    sites = Site.objects.select_related("root_page")[:2]
    if len(sites) != 1 or not sites[0].is_default_site:
        return None
    sites[0].root_page = sites[0].root_page.specific
    return sites[0]


def render_without_script(
    chooser: BaseChooser,
    name: str,
    value: Any,
    attrs: dict[str, Any],
    renderer: Any = None,
) -> SafeString:
    """Render a chooser that ``static/start-widget.js`` starts: our policy allows no scripts within the page.

    Missing hook: Wagtail adds the script to what the chooser's template makes.
    """
    value_data = chooser.get_value_data(value)
    options = json.dumps(chooser.get_js_init_options(attrs["id"], name, value_data))
    return format_html(
        '{}<start-widget hidden kind="{}" widget="{}" options="{}"></start-widget>',
        mark_safe(chooser.render_html(name, value_data, attrs)),  # noqa: S308 - made by a template
        chooser.js_constructor,
        attrs["id"],
        escapejs(options),
    )


def text_difference(before: str | None, after: str | None) -> compare.TextDiff:
    """Compare two texts by lines and sentences before words, so that long ones take no minutes.

    Missing hook: a class can be given for a field, but not for the blocks in a stream.
    """
    changes = [
        (CHANGES[mark], text) for mark, text in compare_texts(before or "", after or "")
    ]
    return compare.TextDiff(changes)


@replaces(compare, "text_from_html")
def name_link_targets(text_from_html: Callable, html: Any) -> str:
    """Say in the text of a comparison where lines end, and where links lead: their words may be as before.

    Missing hook: neither a field nor a block says what of its HTML is compared.
    """
    soup = BeautifulSoup(str(html), "html.parser")
    for part in soup.find_all(["br", "p", "li", "tr", re.compile(r"h\d")]):
        part.insert_after("\n")
    for link in soup.find_all("a"):
        kind = str(link.get("linktype", ""))
        key = parse_key(link.get("id"))
        model = {"page": Page, "document": get_document_model()}.get(kind)
        target = model and key and model.objects.filter(pk=key).first()
        if address := link.get("href") or str(target or ""):
            # The name of a file may say what not everybody may read.
            link.append(f" ({re.sub(r'^(/documents/[0-9]+/).*', r'\1', str(address))})")
    return re.sub(r"\s*\n\s*", "\n", text_from_html(str(soup)))


@replaces(messages, "validation_error")
def add_not_done_message(
    validation_error: Callable,
    request: HttpRequest,
    message: str,
    form: Any,
    **options: Any,
) -> Any:
    """Say of a submission that it was not submitted: the form goes on saving its draft by itself.

    Missing hook: Wagtail says of each button that the form could not be saved.
    """
    if SUBMISSIONS & request.POST.keys():
        message = "Not submitted."
        formsets = getattr(form, "formsets", {}).values()
        if form.errors.keys() - {NON_FIELD_ERRORS} or not all(
            formset.is_valid() for formset in formsets
        ):
            message = f"{message} Correct what is marked below, then submit again."
    return validation_error(request, message, form, **options)
