"""Who wrote what is waiting to be published, files included."""

from collections.abc import Iterable
from datetime import timedelta
from typing import Any

from django.db.models import Q
from django.utils import timezone

from pages.files.contents import files_in
from pages.moderation.records.authorship import Authorship
from pages.moderation.records.decision import Decision, key_of
from pages.moderation.records.snapshot import snapshot, text_digest
from pages.moderation.records.version import PublishedVersion

KEPT = timedelta(days=365)
"""How long it is known who wrote a draft that was abandoned."""


def add_authors(obj: Any, users: Iterable[int], revision) -> None:
    """Remember that ``users`` wrote ``revision`` of ``obj``."""
    now = {"content": text_digest(revision.content), "saved_at": timezone.now()}
    for user in users:
        Authorship.objects.update_or_create(
            **key_of(obj), user_id=user, revision_id=revision.pk, defaults=now, create_defaults=now
        )


def authors_brought_back(obj: Any, revision, previous=None) -> set[int]:
    """Return the authors of earlier drafts that ``revision`` brings back.

    That is ``previous``, to which somebody reverts, and whatever reads the same: it may have been pasted.
    What has been public has no authors any more, even if somebody once brought it back in a draft of theirs.
    """
    same = Authorship.objects.filter(**key_of(obj), content=text_digest(revision.content))
    sources = {*same.exclude(revision_id=revision.pk).values_list("revision_id", flat=True)}
    authors = set()
    if previous and previous.pk not in _published(obj):
        sources.add(previous.pk)
        # Of a revision that was copied along with its page, only its user is known.
        authors.update({previous.user_id} - {None})
    if sources and _was_public(obj, revision):
        return set()
    return authors.union(*(_authors_of_draft(obj, source) for source in sources))


def _was_public(obj: Any, revision) -> bool:
    """Tell whether the public has read exactly what ``revision`` says."""
    says = text_digest(snapshot(revision.as_object()))
    versions = PublishedVersion.objects.of(obj).values_list("snapshot", flat=True)
    return any(text_digest(version) == says for version in versions)


def _published(obj: Any) -> set[int]:
    """Return the numbers of the revisions that were public, of which the first is none."""
    versions = PublishedVersion.objects.of(obj).values_list("revision_id", flat=True)
    return {0, _live_revision(obj), *versions}


def _live_revision(obj: Any) -> int:
    # Wagtail notes one for a draft, too, that was copied to be as live as it was.
    return (obj.live and obj.live_revision_id) or 0


def _authors_of_draft(obj: Any, number: int) -> Iterable[int]:
    """Return who wrote the revision ``number`` since the publication before it; nobody if it was public."""
    since = max(each for each in _published(obj) if each <= number)
    written = Authorship.objects.filter(**key_of(obj), revision_id__gt=since, revision_id__lte=number)
    return written.values_list("user_id", flat=True)


def authors_since_publication(obj, until=None, version=None) -> set[int]:
    """Return the ids of users who changed ``obj`` since it was last published, or who submitted it.

    Whoever changed or uploaded a file in it counts, until something with this file is published.
    ``until`` is the revision that is to be published; changes after it do not count. ``version`` is the
    object that it makes, where that is at hand.
    """
    written = Authorship.objects.filter(**key_of(obj))
    published = PublishedVersion.objects.of(obj).values_list("revision_id", flat=True).first()
    if since := published or _live_revision(obj):
        written = written.filter(revision_id__gt=since)
    if until:
        written = written.filter(revision_id__lte=until.pk)
    authors = {*written.values_list("user_id", flat=True)}
    revision = until or obj.latest_revision
    files = _about_files_in(version or (revision.as_object() if revision else obj))
    authors.update(files.values_list("user_id", flat=True))
    state = obj.current_workflow_state
    if state and state.requested_by_id:
        authors.add(state.requested_by_id)
    return authors


def authors_never_reviewed(obj: Any) -> tuple[set[int], list[str]]:
    """Return who wrote what was published urgently and nobody has reviewed, and the roles that still should.

    The clearance names them; their drafts are forgotten at the publication.
    """
    urgent = PublishedVersion.objects.of(obj).never_reviewed().only("revision_id", "awaited_roles")
    cleared = Decision.objects.about(obj).filter(
        action=Decision.Action.CLEARED, revision_id__in=[version.revision_id for version in urgent]
    )
    authors = {author for decision in cleared for author in decision.data.get("authors", [])}
    return authors, sorted({role for version in urgent for role in version.awaited_roles})


def add_author_of_file(file: Any, user) -> None:
    """Remember that ``user`` uploaded or changed ``file``."""
    Authorship.objects.get_or_create(**key_of(file), user_id=user.pk, revision_id=0)


def _about_files_in(version: Any):
    found = Q(pk__in=[])
    for model, key in files_in(version):
        found |= Q(model=model._meta.label_lower, object_id=key)
    return Authorship.objects.filter(found)


def forget_authors(obj, revision, version) -> None:
    """Forget who wrote what ``revision`` of ``obj`` says, and the files of ``version``: it is published.

    Who wrote other drafts is kept for a while, as somebody might bring those back.
    """
    written = Authorship.objects.filter(**key_of(obj), revision_id__lte=revision.pk)
    said = Q(revision_id=revision.pk) | Q(content=text_digest(revision.content))
    written.filter(said | Q(saved_at__lt=timezone.now() - KEPT)).delete()
    _about_files_in(version).delete()
