"""Which files are public: those that live content refers to.

Wagtail's index of references tells what the published content of pages and snippets refers to, and drafts
that were never published; it is brought up to date with every save. Each question takes a fixed number of
queries, however many references there are.
"""

from collections import defaultdict
from collections.abc import Callable
from functools import partial
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db.models import Q
from wagtail.models import CollectionMember, DraftStateMixin, Page, ReferenceIndex, Revision, WorkflowState
from wagtail.permissions import policy_registry

from pages.core.public import public_pages, readable_pages

from .contents import files_in


def is_public(file: CollectionMember) -> bool:
    """Tell whether anybody may read ``file``; never looks at who asks."""
    return not file.collection.get_view_restrictions().exists() and _is_referred_to(file, public_pages)


def is_readable(file: CollectionMember, request) -> bool:
    """Tell whether live content that whoever sent ``request`` may read refers to ``file``.

    Its collection may ask for more.
    """
    return _is_referred_to(file, partial(readable_pages, request=request))


def may_read(file: CollectionMember, request) -> bool:
    """Tell whether whoever sent ``request`` may read ``file``, as a reader or to work with it."""
    if may_use(file, request.user):
        return True
    restrictions = file.collection.get_view_restrictions()
    return all(each.accept_request(request) for each in restrictions) and is_readable(file, request)


def may_use(file: CollectionMember, user) -> bool:
    """Tell whether ``user`` may work with ``file`` in the CMS."""
    policy = policy_registry.get(file)
    actions = ["choose", "change", "delete"]
    return user.has_perm("wagtailadmin.access_admin") and policy.user_has_any_permission_for_instance(
        user, actions, file
    )


def is_approved(file: CollectionMember) -> bool:
    """Tell whether somebody approved, or is asked to approve, content that refers to ``file``.

    What is live counts even below a draft, which will show it; so does what waits for approval or for its
    time, since those who approve have looked at this file.
    """
    return _is_referred_to(file, lambda pages: pages.live()) or _waits_for_publication(file)


def _is_referred_to(file: CollectionMember, select: Callable) -> bool:
    """Tell whether a page that ``select`` picks from all, or a live snippet, refers to ``file``."""
    sources = defaultdict(list)
    references = ReferenceIndex.get_references_to(file).values_list("base_content_type", "object_id")
    for content_type, pk in references.distinct():
        sources[content_type].append(pk)
    for content_type, keys in sources.items():
        model: Any = ContentType.objects.get_for_id(content_type).model_class()
        if model is Page:
            found = select(Page.objects.filter(pk__in=keys))
        elif model and issubclass(model, DraftStateMixin):
            found = model.objects.filter(pk__in=keys, live=True)
        else:
            continue  # whatever cannot be published shows nothing
        if found.exists():
            return True
    return False


def _waits_for_publication(file: CollectionMember) -> bool:
    # Of what is sent back for changes, approvals of earlier steps may still count.
    under_review = WorkflowState.objects.active().values("current_task_state__revision")
    waiting = Revision.objects.filter(Q(pk__in=under_review) | Q(approved_go_live_at__isnull=False))
    target = (type(file), str(file.pk))
    return any(target in files_in(revision.as_object()) for revision in waiting.iterator())
