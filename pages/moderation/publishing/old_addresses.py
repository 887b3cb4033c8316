"""Taking away addresses that hold what had to go, and identifiers in the data that were made from them."""

from typing import Any

from django.db.models import Q
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import Page, Revision

from pages.http_cache.page_changes import keys_of_place
from pages.http_cache.purging import purge
from pages.moderation.log.decisions import REDACTED, record_decision, redact_decisions
from pages.moderation.records.decision import Decision, Deleted, label_of
from pages.moderation.records.version import PublishedVersion


def forget(obj: Any, versions: list[PublishedVersion]) -> dict[str, Any]:
    """Take away where the ``versions`` of ``obj`` stood, for what stood below them, too.

    Return what the log has to say about it: the identifier instead of one that was made from an address.
    """
    now = obj.get_url_parts()[2] if isinstance(obj, Page) else ""
    old = {version.path for version in versions} - {now, "", "/"}
    names = {path.rstrip("/").rpartition("/")[2] for path in old}
    below = {str(obj.pk)}
    if isinstance(obj, Page):
        purge(keys_of_place(obj))
        below = {str(pk) for pk in obj.get_descendants(inclusive=True).values_list("pk", flat=True)}
    for path in old:
        _drop_redirects(path, below)
        _replace_path(obj, path, now, below)
    identifier = _replace_identifier(obj, names)
    if isinstance(obj, Page):
        _replace_in_revisions(obj, names)
    return {"addresses": len(old), **identifier}


def _drop_redirects(path: str, below: set[str]) -> None:
    """Delete the redirects from ``path`` to what stands in its place now, and what the log calls them."""
    path = Redirect.normalise_path(path)
    from_there = Q(old_path=path) | Q(old_path__startswith=f"{path}/") | Q(old_path__startswith=f"{path}?")
    for redirect in Redirect.objects.filter(from_there, redirect_page__in=below):
        deleted = Deleted(label_of(redirect), str(redirect.pk), REDACTED)
        redirect.delete()
        line = record_decision(Decision.Action.REDACTED, obj=deleted)
        redact_decisions(line, line.at)


def _replace_path(obj: Any, path: str, now: str, below: set[str]) -> None:
    """Let the versions that stood at ``path`` or below it stand ``now``; without one, at no address.

    What else stands there by now keeps its own.
    """
    versions = list(_versions_like(obj).filter(path__startswith=path).defer("snapshot"))
    found = Page.objects.filter(pk__in={version.object_id for version in versions})
    others = {str(pk) for pk in found.values_list("pk", flat=True)} - below
    for version in versions:
        if version.object_id not in others:
            version.path = now + version.path.removeprefix(path) if now else ""
            version.save(update_fields=["path"])


def _replace_identifier(obj: Any, names: set[str]) -> dict[str, str]:
    """Change an identifier that is one of ``names`` to what the present address gives.

    Of what is deleted it goes, with those of what was below it.
    """
    old = next(iter(PublishedVersion.objects.of(obj).values_list("identifier", flat=True)), "")
    if old not in names or not (isinstance(obj, Deleted) or hasattr(obj, "rename_in_data")):
        return {}
    new = "" if isinstance(obj, Deleted) else obj.rename_in_data()
    for version in _versions_like(obj).filter(Q(identifier=old) | Q(identifier__startswith=f"{old}/")):
        version.identifier = new + version.identifier.removeprefix(old) if new else ""
        if version.snapshot.get("identifier") == old:
            version.snapshot["identifier"] = new
        version.save(update_fields=["identifier", "snapshot"])
    return {"identifier": new}


def _versions_like(obj: Any) -> Any:
    return PublishedVersion.objects.filter(model=label_of(obj))


def _replace_in_revisions(obj: Page, names: set[str]) -> None:
    """Let every revision of ``obj`` and below it say where they stand now, and be called as they are now."""
    for page in obj.get_descendants(inclusive=True).specific():
        for revision in page.revisions.all():
            content = {**revision.content, "url_path": page.url_path}
            if page.pk == obj.pk:
                for name in ("slug", "identifier"):
                    if content.get(name) in names:
                        content[name] = getattr(page, name)
            Revision.objects.filter(pk=revision.pk).update(content=content)
