"""The publication set as which a round, or a new response, is submitted."""

from collections.abc import Iterable, Sequence
from typing import Any

from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied, ValidationError

from pages.moderation.approval.audit_log import object_key
from pages.moderation.approval.locks import lock_set
from pages.moderation.approval.publication_set import PublicationSet, sets_holding
from pages.moderation.approval.set_actions import add, make_set, submit

MAX_TITLE_LETTERS = 200


def open_sets_of(pages: Iterable[Any]) -> list[PublicationSet]:
    """Return the sets that hold one of ``pages`` and were not submitted, the oldest first."""
    keys = list(map(object_key, pages))
    holding = PublicationSet.objects.filter(
        state=PublicationSet.State.OPEN,
        items__model__in={key["model"] for key in keys},
        items__object_id__in=[key["object_id"] for key in keys],
    )
    return list(holding.order_by("pk").distinct())


def lock_open_sets_of(pages: Iterable[Any]) -> None:
    """Lock these sets until the transaction ends.

    Whoever changes a set locks it before the rows of its pages: do the same.
    """
    for publication_set in open_sets_of(pages):
        lock_set(publication_set.pk)


def put_into_sets(
    person: User,
    title: str,
    job: str,
    drafts: Sequence[Any],
    siblings: Iterable[Any] = (),
) -> list[PublicationSet]:
    """Put ``drafts`` that are in no set into one, and return the sets that hold all of them.

    It is the one set that ``person`` has begun for this ``job`` with some of ``drafts``
    or ``siblings``, or for their new response; else a new one of this ``title``. Drafts
    of different jobs are not mixed: nobody would notice that one submission takes the
    others along. Raises as ``add`` does.
    """
    held = sets_holding(drafts)
    free = [draft for draft in drafts if draft not in held]
    if not free:
        return open_sets_of(drafts)
    begun = []
    for found in open_sets_of([*drafts, *siblings]):
        if found.made_by == person and found.job in (job, PublicationSet.Job.RESPONSE):
            begun.append(found)
    if len(begun) == 1:
        add(begun[0], person, free)
    else:
        make_set(person, title[:MAX_TITLE_LETTERS], objects=free, job=job)
    return open_sets_of(drafts)


def submit_as_one(sets: Sequence[PublicationSet], person: User) -> None:
    """Submit the one set in ``sets``.

    Raises ``ValidationError`` if there are several, or if something in it is
    incomplete.
    """
    if len(sets) > 1:
        names = ", ".join(f"“{publication_set}”" for publication_set in sets)
        raise ValidationError(
            f"These recommendations are in several publication sets: {names}. Submit each on its own screen, "
            "or take out of one what belongs in the other."
        )
    try:
        submit(sets[0], person)
    except PermissionDenied as error:
        raise ValidationError(
            f"The publication set “{sets[0]}” contains something you cannot edit. Ask someone who can."
        ) from error
