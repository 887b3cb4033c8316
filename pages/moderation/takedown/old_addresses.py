"""Redacting old addresses, and identifiers in the open data that were made from them."""

from django.db.models import Q, QuerySet
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import DraftStateMixin, Page, Revision

from pages.moderation.gate.decision import (
    REDACTED_TEXT,
    Decision,
    DeletedObject,
    model_label,
    record_decision,
    redact_decisions,
)
from pages.moderation.gate.versions import PublishedVersion


def redact_old_addresses(
    obj: DraftStateMixin | DeletedObject, versions: list[PublishedVersion]
) -> tuple[int, str]:
    """Remove the former addresses of the ``versions`` of ``obj`` and of the pages that were below it.

    Return the number of addresses, and the new identifier if it changed.
    """
    current = obj.get_url_parts()[2] if isinstance(obj, Page) else ""
    old_paths = {version.path for version in versions} - {current, "", "/"}
    old_slugs = {path.rstrip("/").rpartition("/")[2] for path in old_paths}
    subtree = {str(obj.pk)}
    if isinstance(obj, Page):
        subtree = {str(pk) for pk in obj.get_descendants(inclusive=True).values_list("pk", flat=True)}
    for path in old_paths:
        _delete_redirects(path, subtree)
        _replace_path(obj, path, current, subtree)
    identifier = _replace_identifier(obj, old_slugs)
    if isinstance(obj, Page):
        _update_revisions(obj, old_slugs)
    return len(old_paths), identifier


def _delete_redirects(path: str, subtree: set[str]) -> None:
    path = Redirect.normalise_path(path)
    starts_there = Q(old_path=path) | Q(old_path__startswith=f"{path}/") | Q(old_path__startswith=f"{path}?")
    for redirect in Redirect.objects.filter(starts_there, redirect_page__in=subtree):
        deleted = DeletedObject(model_label(redirect), str(redirect.pk), REDACTED_TEXT)
        redirect.delete()
        redaction = record_decision(Decision.Action.REDACTED, obj=deleted)
        redact_decisions(redaction, redaction.decided_at)


def _replace_path(obj: DraftStateMixin | DeletedObject, path: str, current: str, subtree: set[str]) -> None:
    """Move the versions at or below ``path`` to the ``current`` address; if that is empty, remove theirs.

    Other pages that have used these addresses since keep them.
    """
    versions = list(_versions_of_model(obj).filter(path__startswith=path).defer("snapshot"))
    found = Page.objects.filter(pk__in={version.object_id for version in versions})
    others = {str(pk) for pk in found.values_list("pk", flat=True)} - subtree
    for version in versions:
        if version.object_id not in others:
            version.path = current + version.path.removeprefix(path) if current else ""
            version.save(update_fields=["path"])


def _replace_identifier(obj: DraftStateMixin | DeletedObject, old_slugs: set[str]) -> str:
    """If the identifier is one of ``old_slugs``, replace it with one made from the current address.

    A deleted object loses its identifier, and so do the pages that were below it.
    """
    old = next(iter(PublishedVersion.objects.for_object(obj).values_list("identifier", flat=True)), "")
    if old not in old_slugs or not (
        isinstance(obj, DeletedObject) or hasattr(obj, "replace_published_identifier")
    ):
        return ""
    new = "" if isinstance(obj, DeletedObject) else obj.replace_published_identifier()
    for version in _versions_of_model(obj).filter(Q(identifier=old) | Q(identifier__startswith=f"{old}/")):
        version.identifier = new + version.identifier.removeprefix(old) if new else ""
        if version.snapshot.get("identifier") == old:
            version.snapshot["identifier"] = new
        version.save(update_fields=["identifier", "snapshot"])
    return new


def _versions_of_model(obj: DraftStateMixin | DeletedObject) -> QuerySet[PublishedVersion]:
    return PublishedVersion.objects.filter(model=model_label(obj))


def _update_revisions(obj: Page, old_slugs: set[str]) -> None:
    """Write the current addresses, slugs and identifiers into the revisions of ``obj`` and below it."""
    for page in obj.get_descendants(inclusive=True).specific():
        for revision in page.revisions.all():
            content = {**revision.content, "url_path": page.url_path}
            if page.pk == obj.pk:
                for name in ("slug", "identifier"):
                    if content.get(name) in old_slugs:
                        content[name] = getattr(page, name)
            Revision.objects.filter(pk=revision.pk).update(content=content)
