"""Who may read an uploaded file: everybody, once live content refers to it.

Wagtail's reference index holds what published pages and snippets refer to, and what
drafts refer to that were never published. It is updated with every save. Each check
takes a fixed number of queries, however many references there are.
"""

from collections import defaultdict
from collections.abc import Callable
from functools import partial
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db.models import Q
from django.http import HttpRequest
from wagtail.models import (
    CollectionMember,
    DraftStateMixin,
    Page,
    ReferenceIndex,
    Revision,
    WorkflowState,
)
from wagtail.permissions import policy_registry
from wagtail.query import PageQuerySet

from pages.core.page_visibility import public_pages, readable_pages

from .version_files import files_in_revision


def is_public(file: CollectionMember) -> bool:
    """Return True if anybody may read ``file``.

    The result does not depend on the reader.
    """
    is_restricted = file.collection.get_view_restrictions().exists()
    return not is_restricted and _is_referred_to_by(file, public_pages)


def is_in_content_readable_by(file: CollectionMember, request: HttpRequest) -> bool:
    """Return True if live content for the sender refers to ``file``, restricted or not."""
    return _is_referred_to_by(file, partial(readable_pages, request=request))


def may_read(file: CollectionMember, request: HttpRequest) -> bool:
    """Return True if the sender of ``request`` may read ``file``, as a reader or as an editor."""
    if may_use_in_admin(file, request.user):
        return True
    restrictions = file.collection.get_view_restrictions()
    is_collection_open = all(
        restriction.accept_request(request) for restriction in restrictions
    )
    return is_collection_open and is_in_content_readable_by(file, request)


def may_use_in_admin(file: CollectionMember, user: Any) -> bool:
    """Return True if ``user`` may choose, change or delete ``file`` in the admin."""
    policy = policy_registry.get(file)
    actions = ["choose", "change", "delete"]
    return user.has_perm(
        "wagtailadmin.access_admin"
    ) and policy.user_has_any_permission_for_instance(user, actions, file)


def is_in_approved_content(file: CollectionMember) -> bool:
    """Return True if content that refers to ``file`` was approved, or has been submitted for approval.

    A live page counts even below a draft, because it becomes public with it. A version
    that waits for approval or for its publication date counts too, because its
    approvers look at this file.
    """
    return _is_referred_to_by(
        file, lambda pages: pages.live()
    ) or _is_in_waiting_revision(file)


def _is_referred_to_by(
    file: CollectionMember, select_pages: Callable[[PageQuerySet], PageQuerySet]
) -> bool:
    keys_by_content_type = defaultdict(list)
    references = ReferenceIndex.get_references_to(file).values_list(
        "base_content_type", "object_id"
    )
    for content_type, key in references.distinct():
        keys_by_content_type[content_type].append(key)
    for content_type, keys in keys_by_content_type.items():
        model: Any = ContentType.objects.get_for_id(content_type).model_class()
        if model is Page:
            referring_objects = select_pages(Page.objects.filter(pk__in=keys))
        elif model and issubclass(model, DraftStateMixin):
            referring_objects = model.objects.filter(pk__in=keys, live=True)
        else:
            continue  # what cannot be published shows nothing to readers
        if referring_objects.exists():
            return True
    return False


def _is_in_waiting_revision(file: CollectionMember) -> bool:
    # Workflows that were sent back for changes are active too: approvals of earlier
    # steps may still count.
    under_review = WorkflowState.objects.active().values("current_task_state__revision")
    waiting = Revision.objects.filter(
        Q(pk__in=under_review) | Q(approved_go_live_at__isnull=False)
    )
    model_and_key = (type(file), str(file.pk))
    return any(
        model_and_key in files_in_revision(revision) for revision in waiting.iterator()
    )
