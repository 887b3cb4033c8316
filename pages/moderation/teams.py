"""Who holds which role for which site.

The base groups of ``roles.py`` hold their role on every site. A force that shares an installation has
groups of its own beside them (``team_groups.py``), which hold it on the force's site. Deputies hold it
for a time.
"""

from typing import Any

from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from django.db.models import Q, QuerySet
from django.utils import timezone
from wagtail.models import Page, Site

from . import roles

EVERY_SITE = None
"""Stands in the place of a site's number for those who work for the whole installation."""


def site_of(obj: Any) -> Site | None:
    """Return the site that a page or snippet belongs to; ``None`` if it is shared or on no site."""
    if not isinstance(obj, Page):
        return getattr(obj, "site", None)
    # Kept with the page while it stays in its place: lists in the CMS ask several times for every line.
    place, site = getattr(obj, "_place_and_site", (None, None))
    if place != obj.path:
        # A site below another one has what stands there to itself.
        sites = Site.objects.select_related("root_page").order_by("-root_page__depth")
        site = next((site for site in sites if obj.path.startswith(site.root_page.path)), None)
        obj._place_and_site = (obj.path, site)
    return site


def holders(role: str, site: Site | None) -> QuerySet:
    """Return the active people who hold ``role`` for ``site``; a superuser only if a group says so."""
    from .models import Deputy

    hold = Q(groups__name=role)
    if site is not None:
        hold |= Q(groups__team__role=role, groups__team__site=site)
        hold |= Q(pk__in=Deputy.objects.acting().filter(role=role, site=site).values("person"))
    return get_user_model().objects.filter(hold, is_active=True).distinct()


def holds_role(user: Any, role: str, site: Site | None) -> bool:
    """Tell whether ``user`` holds ``role`` for ``site``."""
    return role in _held(user, site)


def roles_of(user: Any, site: Site | None, *, deputies: bool = True) -> list[str]:
    """Return the roles that ``user`` holds for ``site``; without ``deputies``, those of their groups."""
    held = _held(user, site, deputies=deputies)
    return [role for role in roles.ROLES if role in held]


def roles_anywhere(user: Any) -> set[str]:
    """Return the roles that ``user`` holds for some site."""
    return {role for role, _ in [*_held_by_groups(user), *_held_as_deputy(user)]}.intersection(roles.ROLES)


def administers(user: Any, site: Site | None) -> bool:
    """Tell whether ``user`` is a Site administrator of ``site``, or a superuser."""
    return user.is_active and (user.is_superuser or holds_role(user, roles.SITE_ADMINISTRATORS, site))


def administers_some_site(user: Any) -> bool:
    """Tell whether ``user`` is a Site administrator anywhere; Wagtail knows of whose files."""
    return user.is_active and (user.is_superuser or roles.SITE_ADMINISTRATORS in roles_anywhere(user))


def may_take_down(user: Any, site: Site | None) -> bool:
    """Tell whether ``user`` may take down what is public on ``site``."""
    return any(holds_role(user, role, site) for role in (roles.MODERATORS, roles.APPROVING_OFFICERS))


def of_their_sites(queryset: QuerySet, user: Any) -> QuerySet:
    """Limit rows with a ``site_id`` to the sites that ``user`` works for."""
    return queryset if works_everywhere(user) else queryset.filter(site_id__in=sites_of(user).values("pk"))


def sites_of(user: Any) -> QuerySet[Site]:
    """Return the sites that ``user`` works for."""
    if works_everywhere(user):
        return Site.objects.all()
    places = {place for _, place in [*_held_by_groups(user), *_held_as_deputy(user)]}
    return Site.objects.filter(pk__in=places - {EVERY_SITE})


def works_everywhere(user: Any) -> bool:
    """Tell whether ``user`` works for every site: as a superuser, or in a role of a base group."""
    everywhere = {role for role, place in _held_by_groups(user) if place is EVERY_SITE}
    return user.is_active and (user.is_superuser or bool(everywhere.intersection(roles.ROLES)))


def works_for(user: Any, site: Site | None) -> bool:
    """Tell whether ``user`` works for ``site``."""
    return works_everywhere(user) or bool(roles_of(user, site))


def name_of(person: Any) -> str:
    """Return how people read of each other: by full name, else by user name, never by e-mail address."""
    return person.get_full_name() or person.get_username()


def _held(user: Any, site: Site | None, *, deputies: bool = True) -> set[str]:
    here = {EVERY_SITE, site.pk if site else EVERY_SITE}
    held = {*_held_by_groups(user), *(_held_as_deputy(user) if deputies else ())}
    return {role for role, place in held if place in here}


def _held_by_groups(user: Any) -> set[tuple[str, int | None]]:
    """Return roles with their sites, asked for once: dashboards and reports ask for every line.

    Kept with the user object, which lives as long as a request, as Django keeps permissions.
    """
    if not user.is_active:
        return set()
    if not hasattr(user, "_roles_by_groups"):
        groups = Group.objects.filter(user=user).values_list("name", "team__role", "team__site")
        user._roles_by_groups = {(role or name, site) for name, role, site in groups}
    return user._roles_by_groups


def _held_as_deputy(user: Any) -> set[tuple[str, int | None]]:
    from .models import Deputy

    if not user.is_active:
        return set()
    if not hasattr(user, "_roles_as_deputy"):
        user._roles_as_deputy = list(Deputy.objects.acting().filter(person_id=user.pk))
    now = timezone.now()
    return {(deputy.role, deputy.site_id) for deputy in user._roles_as_deputy if deputy.is_acting(now)}
