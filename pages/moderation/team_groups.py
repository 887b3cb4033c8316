"""Makes the groups of one force that shares an installation with others.

Each has what the base group of its role has, but for the force's site only: its permissions on pages stand
on the site's home page, those on files on a collection of the site's own, and those on wording and the like
are Wagtail's permissions for one site. What belongs to the whole installation stays with the base groups.
"""

from django.contrib.auth.models import Group
from django.db import transaction
from wagtail.models import (
    Collection,
    GroupCollectionPermission,
    GroupPagePermission,
    GroupSitePermission,
    Page,
    Site,
)
from wagtail.permissions import policy_registry

from . import log, roles
from .models import TeamGroup
from .permissions import SiteBoundPermissionPolicy


class TeamError(Exception):
    """The site cannot have a team of its own as it is."""


@transaction.atomic
def make_team(site: Site) -> list[TeamGroup]:
    """Make the groups of ``site``, or put right those that there are; return them, one for each role.

    Raises ``TeamError`` if the site's pages are not its own.
    """
    _check_pages(site)
    collection = _collection(site)
    return [_make(role, site, collection) for role in roles.ROLES]


@transaction.atomic
def remove_team(site: Site) -> int:
    """Delete the groups of ``site`` and return how many they were; people, pages and files stay."""
    groups = Group.objects.filter(team__site=site)
    number = groups.count()
    groups.delete()
    if number:
        log.record("team", site=site, data={"event": "removed"})
    return number


def _check_pages(site: Site) -> None:
    root: Page = site.root_page
    if root.is_root():
        raise TeamError("Give the site a home page of its own first (Settings, Sites).")
    for other in Site.objects.exclude(pk=site.pk).select_related("root_page"):
        if other.root_page.path.startswith(root.path) or root.path.startswith(other.root_page.path):
            if other.root_page.is_root():
                continue  # a site that has no home page of its own yet
            raise TeamError(f"The pages of {site} and {other} are not apart: one home page is in the other.")


def _collection(site: Site) -> Collection:
    root = Collection.get_first_root_node()
    held = GroupCollectionPermission.objects.filter(group__team__site=site).values("collection")
    return Collection.objects.filter(pk__in=held).first() or root.add_child(name=str(site)[:255])


def _make(role: str, site: Site, collection: Collection) -> TeamGroup:
    base = Group.objects.get(name=role)
    team = TeamGroup.objects.filter(role=role, site=site).select_related("group").first()
    if team is None:
        group = Group.objects.create(name=f"{role}: {site.hostname}:{site.port}")
        team = TeamGroup.objects.create(group=group, role=role, site=site)
        log.record("team", obj=team, site=site, role=role, data={"event": "made", "group": group.name})
    group = team.group
    _give_model_permissions(base, group, site)
    for kept, place in ((GroupPagePermission, "page"), (GroupCollectionPermission, "collection")):
        where = {"page": site.root_page, "collection": collection}[place]
        kept.objects.filter(group=group).delete()
        for granted in kept.objects.filter(group=base, **{f"{place}__depth": 1}):
            kept.objects.create(group=group, permission=granted.permission, **{place: where})
    return team


def _give_model_permissions(base: Group, group: Group, site: Site) -> None:
    """Give to sign in to the CMS, and what concerns things that carry their site, for this one."""
    group.permissions.set(base.permissions.filter(codename="access_admin"))
    GroupSitePermission.objects.filter(group=group).delete()
    for permission in base.permissions.select_related("content_type"):
        model = permission.content_type.model_class()
        if model and isinstance(policy_registry.get_by_type(model), SiteBoundPermissionPolicy):
            GroupSitePermission.objects.create(group=group, site=site, permission=permission)
