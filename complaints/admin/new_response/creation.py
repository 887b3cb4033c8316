"""Makes the drafts of a new response: all of them, or none."""

from typing import Any

from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q
from django.forms import Form
from django.utils.text import slugify
from wagtail.models import Page

from complaints.admin.round_sets import put_into_sets
from complaints.models import RecommendationResponsePage, SuperComplaintPage
from complaints.models.super_complaint import RESERVED_SLUGS
from pages.moderation.publishing.publication_rules import messages_by_field
from pages.moderation.records.row_locks import lock_row

from .forms import ItemForm, SuperComplaintForm

MAX_SLUG_LETTERS = 80
FIELDS = ("number", "title", "summary", "addressees_printed", "deadline")
"""What a row says of its recommendation, without kind and organisations."""


class ResponseRefusedError(ValidationError):
    """Something has to be put right first; the forms say what."""


@transaction.atomic
def create_response(
    section: Page, person: User, form: SuperComplaintForm, items: list[ItemForm]
) -> SuperComplaintPage:
    """Make drafts of the super-complaint in ``form`` and its recommendations in ``items``, as one set.

    Raises ``ResponseRefusedError`` if one of them cannot be made: then none is.
    """
    lock_row(section)
    title = form.cleaned_data["title"]
    siblings = SuperComplaintPage.objects.child_of(section)
    if siblings.filter(Q(title__iexact=title) | Q(draft_title__iexact=title)).exists():
        form.add_error(
            "title", "There is a super-complaint of this title. Choose another, or go on with that."
        )
        raise ResponseRefusedError("Nothing is saved yet.")
    bodies = form.cleaned_data["lead_bodies"]
    values = {name: value for name, value in form.cleaned_data.items() if name != "lead_bodies"}
    page = SuperComplaintPage(live=False, owner=person, slug=_free_slug(section, title), **values)
    page.lead_bodies = list(bodies)
    parts: list[Page] = [page]
    _add(section, page, person, form)
    if form.is_valid():
        for item in items:
            parts.append(_recommendation(item, person))
            _add(page, parts[-1], person, item)
    if form.errors or any(item.errors for item in items):
        raise ResponseRefusedError("Nothing is saved yet.")
    put_into_sets(person, f"{page.title}: response", parts)
    return page


def _recommendation(item: ItemForm, person: User) -> RecommendationResponsePage:
    typed = item.cleaned_data
    fields = {name: typed[name] for name in FIELDS}
    kind = {"kind": typed["kind"]} if typed["kind"] else {}
    page = RecommendationResponsePage(live=False, owner=person, **kind, **fields)
    page.addressees = item.chosen_addressees
    return page


def _add(parent: Page, page: Page, person: User, form: Form) -> None:
    try:
        parent.add_child(instance=page)
        page.save_revision(user=person, log_action=True)
    except ValidationError as error:
        for field, found in messages_by_field(error).items():
            form.add_error(field if field in form.fields else None, found)


def _free_slug(section: Page, title: str) -> str:
    base = slugify(title)[:MAX_SLUG_LETTERS].rstrip("-") or "super-complaint"
    taken: set[Any] = RESERVED_SLUGS | set(section.get_children().values_list("slug", flat=True))
    slug, number = base, 1
    while slug in taken:
        number += 1
        slug = f"{base}-{number}"
    return slug
