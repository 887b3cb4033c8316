"""What takes two people: changes of who approves, and of what stands where without an approval.

Many of Wagtail's screens can begin such a change, and each ends in saving, deleting or linking rows. So the
rows are watched here: what somebody signed in does to them raises ``NeedsSecondPerson``, unless a second
person has confirmed it. Commands have no acting user: whoever runs them is responsible.

No screen knows of this: a request that needs a second person is tried once and taken back, which tells what
it would change. Confirming sends it again in the name of who asked, who must still be allowed to. If it
would change anything else by now, it changes nothing.
"""

import hashlib
import json
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from contextvars import ContextVar
from dataclasses import dataclass, field
from importlib import import_module
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.auth.models import Group, User
from django.contrib.messages.middleware import MessageMiddleware
from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.db.models import Model
from django.db.models.signals import m2m_changed, pre_delete, pre_save
from django.dispatch import receiver
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.urls import NoReverseMatch, resolve
from django.utils.http import url_has_allowed_host_and_scheme
from wagtail.contrib.redirects.models import Redirect
from wagtail.log_actions import get_active_log_context
from wagtail.models import Page, PageViewRestriction, Site, Task, WorkflowTask
from wagtail.signals import pre_page_move

from pages.moderation.gate import roles
from pages.moderation.gate.administration import ACCOUNT_DETAILS, ACCOUNT_RIGHTS, LOGGED_MODELS
from pages.moderation.gate.approval_task import IndependentApprovalTask
from pages.moderation.gate.decision import Decision, name_in_log
from pages.moderation.gate.permissions import has_live_pages, has_scheduled_pages

from . import second_person
from .second_person import PendingChange, describe_account

ALWAYS = tuple({each for models in LOGGED_MODELS.values() for each in models} - {Redirect, Task, User})
"""The models of which every change takes two people; of a redirect, a step and an account it depends."""
LINKS = (
    Group.permissions.through,
    IndependentApprovalTask.groups.through,
    PageViewRestriction.groups.through,
)
ROUTES_OF_CONTENT = {"wagtail_serve", "wagtaildocs_serve"}
"""The routes at whose addresses something stands only while content says so."""
OF_ACCOUNTS = {*ACCOUNT_RIGHTS, *ACCOUNT_DETAILS}
"""The fields of an account that say who somebody is and whether they may sign in."""


@dataclass
class Effect:
    """One row that changes: in short, with its values, and whom it is about."""

    what: str
    values: list[str] = field(default_factory=list)
    people: list[int] = field(default_factory=list)


class NeedsSecondPerson(Exception):  # noqa: N818 -- it is no error
    """What takes two people was about to happen. Wagtail's screens must not take it for a refusal."""


_confirmed: ContextVar[list[Effect] | None] = ContextVar("confirmed_effects", default=None)


@contextmanager
def confirmed() -> Iterator[list[Effect]]:
    effects: list[Effect] = []
    token = _confirmed.set(effects)
    try:
        yield effects
    finally:
        _confirmed.reset(token)


def is_confirmed() -> bool:
    return _confirmed.get() is not None


def require_second_person(effect: Effect) -> None:
    """Raise ``NeedsSecondPerson`` unless one has confirmed it, nobody acts, or there never was another."""
    user: Any = get_active_log_context().user
    if (effects := _confirmed.get()) is not None:
        effects.append(effect)
    elif user and has_anybody_ever_held_power(besides=[user.pk]):
        raise NeedsSecondPerson


def holds_power(person: User) -> bool:
    """Tell whether ``person`` approves or administers, active or not, or may soon."""
    in_group = person.groups.filter(name__in=roles.ROLES_TO_CONFIRM).exists()
    return person.is_superuser or in_group or PendingChange.objects.filter(person=person).exists()


def has_anybody_ever_held_power(besides: Iterable[int]) -> bool:
    """Tell whether somebody besides these approves or administers, or ever did.

    Inactive people count, and by the log those whose role or account is gone: otherwise somebody who first
    puts out all others could do alone what takes two.
    """
    keys = list(besides)
    holders = User.objects.filter(groups__name__in=roles.ROLES_TO_CONFIRM).exclude(pk__in=keys)
    given = Decision.objects.with_details(role_given__in=roles.ROLES_TO_CONFIRM)
    return holders.exists() or given.exclude(object_id__in=map(str, keys)).exists()


@receiver(pre_save)
def guard_save(
    sender: type[Model], instance: Any, raw: bool, update_fields: Iterable[str] | None = None, **kwargs: Any
) -> None:
    if raw or not issubclass(sender, (*ALWAYS, Redirect, Task, User)):
        return
    if issubclass(sender, User) and update_fields is not None and not OF_ACCOUNTS & set(update_fields):
        return
    before = sender._default_manager.filter(pk=instance.pk).first() if instance.pk else None
    changes = _changes(before, instance)
    if issubclass(sender, Group) and not changes:
        # Its form also writes permissions on pages and files, in bulk and without a signal.
        changes = [("permissions", "What it may do with pages and files.")]
    if changes and (is_confirmed() or _takes_two(before, instance, {name for name, _ in changes})):
        names = ", ".join(dict.fromkeys(name for name, _ in changes))
        what = f"{_name(before or instance)}: " + (names if before else "new")
        people = [before.pk] if isinstance(before, User) else []
        require_second_person(Effect(what, [value for _, value in changes], people))


@receiver(pre_delete)
def guard_deletion(sender: type[Model], instance: Any, **kwargs: Any) -> None:
    is_watched = issubclass(sender, (*ALWAYS, Task, User))
    if is_watched and (is_confirmed() or _takes_two(instance, instance, set())):
        people = [instance.pk] if isinstance(instance, User) else []
        values = [value for _, value in _changes(None, instance)]
        require_second_person(Effect(f"{_name(instance)}: deleted", values, people))


@receiver(m2m_changed)
def guard_links(
    sender: type[Model], instance: Any, action: str, model: Any, pk_set: set[int] | None, **kwargs: Any
) -> None:
    """Watch the permissions of groups, the roles of a step, and the groups that may see a page."""
    if sender not in LINKS or not action.startswith("pre_") or not _takes_two(instance, instance, set()):
        return
    others = model._default_manager.filter(pk__in=pk_set or ())
    names = ", ".join(sorted(map(str, others))) or "all"
    word = "added" if action == "pre_add" else "taken away"
    if pk_set or action == "pre_clear":
        require_second_person(Effect(f"{_name(instance)}: {model._meta.verbose_name_plural} {word}", [names]))


@receiver(pre_page_move)
def guard_move(instance: Page, url_path_before: str, url_path_after: str, **kwargs: Any) -> None:
    """Watch what is public, or is approved for later, and gets another address: there may be no hold there.

    Its place among others takes one person.
    """
    is_approved = has_live_pages(instance) or has_scheduled_pages(instance)
    if url_path_before != url_path_after and is_approved:
        require_second_person(Effect(f"{_name(instance)}: moved", [f"{url_path_before} → {url_path_after}"]))


def _takes_two(before: Any, instance: Any, changed: set[str]) -> bool:
    """Tell whether a change of this row takes two people; ``before`` is none if the row is new."""
    match instance:
        case User():
            # Whoever is new has no role yet: a role is watched where it is given. A link goes to the address
            # of whoever has signed in before, and who approves could take over an unused account that writes.
            user: Any = get_active_log_context().user
            approves = user and roles.has_role(user, *roles.APPROVING_ROLES)
            gets_links = before and "email address" in changed and (before.last_login or approves)
            is_watched = before and (gets_links or holds_power(before))
            return instance.is_superuser or bool(is_watched)
        case Redirect():
            return leads_astray(instance)
        case Task():
            return WorkflowTask.objects.filter(task_id=instance.pk).exists()
    return isinstance(instance, ALWAYS)


def leads_astray(redirect: Redirect) -> bool:
    """Tell whether a redirect leads to another host, or from where readers find a page."""
    link = redirect.redirect_link
    sites = list(Site.objects.select_related("root_page"))
    own = {host for site in sites for host in (site.hostname, f"{site.hostname}:{site.port}")}
    if redirect.redirect_page_id is None and not url_has_allowed_host_and_scheme(link, own):
        return True
    if redirect.automatically_created and redirect._state.adding:
        return False  # a page got another address; what people make of it later is theirs
    path = urlsplit(redirect.old_path).path.rstrip("/") + "/"
    return any(_is_answered(path, site.root_page.specific) for site in sites)


def _is_answered(path: str, root: Page) -> bool:
    """Tell whether readers find a page at ``path``, a part of one such as its history, or another view."""
    for spelling in (path, path.rstrip("/")):  # a redirect needs only that the other one is missing
        with suppress(Http404):  # of which ``resolve`` raises a kind
            if resolve(spelling).view_name not in ROUTES_OF_CONTENT:
                return True
    with suppress(Http404):
        root.route(HttpRequest(), [part for part in path.split("/") if part])
        return True
    return False


def _changes(before: Model | None, instance: Model) -> list[tuple[str, str]]:
    """Return the fields that change, each with what it was and what it becomes."""
    found = []
    for each in instance._meta.concrete_fields:
        old, new = (_value(row, each) if row else "" for row in (before, instance))
        if old == new and before and each.is_relation:  # two pages may have one title
            old, new = (f"{_value(row, each)} ({getattr(row, each.attname)})" for row in (before, instance))
        if _counts(each, instance) and old != new:
            name = str(each.verbose_name)
            found.append((name, f"{name}: {old or '–'} → {new or '–'}" if before else f"{name}: {new}"))
    if isinstance(instance, WorkflowTask) and isinstance(instance.task.specific, IndependentApprovalTask):
        found.append(("step", f"approved by: {', '.join(map(str, instance.task.specific.groups.all()))}"))
    return found


def _counts(each: models.Field, instance: Model) -> bool:
    """Tell whether a field says something of a row: it is no key and no time."""
    if isinstance(instance, User):
        return each.name in OF_ACCOUNTS
    is_key = each.primary_key or (each.remote_field and getattr(each.remote_field, "parent_link", False))
    return not is_key and not isinstance(each, (models.DateTimeField, models.UUIDField))


def _value(row: Model, each: models.Field) -> str:
    value = getattr(row, each.name) if getattr(row, each.attname) is not None else ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    return name_in_log(value) if isinstance(value, Model) else str(value)


def _name(instance: Model) -> str:
    return f"{str(instance._meta.verbose_name).capitalize()} “{name_in_log(instance)}”"


@second_person.register
class HeldRequest(second_person.Kind):
    """What somebody sent, with what it changes in words."""

    name = "request"

    @property
    def effects(self) -> list[Effect]:
        return [Effect(**each) for each in self.change.data["effects"]]

    def describe(self) -> str:
        return "; ".join(effect.what for effect in self.effects)

    def subject(self) -> Model:
        people = self.people()
        return people[0] if len(people) == 1 else self.change

    def title(self) -> str:
        return self.describe()

    def concerns(self, user: User) -> bool:
        return any(user.pk in effect.people for effect in self.effects)

    def details(self) -> list[str]:
        values = [value for effect in self.effects for value in effect.values]
        return values + [each for person in self.people() for each in describe_account(person)]

    def apply(self) -> None:
        """Send the request again; the transaction is taken back if it changes anything else."""
        if _send(self.change) != self.effects:
            raise ValidationError(
                "By now this would change something else than what was asked for, or whoever asked may no "
                "longer do it. Refuse it, and have it asked for again."
            )

    def people(self) -> list[User]:
        keys = {key for effect in self.effects for key in effect.people}
        return list(User.objects.filter(pk__in=keys).order_by("pk"))


def hold(request: HttpRequest) -> PendingChange:
    """Keep ``request``, which takes two people, until a second one confirms it."""
    user: Any = request.user
    form = {
        # PostgreSQL stores no NUL, and no form of Django takes one.
        name.replace("\0", ""): [value.replace("\0", "") for value in values]
        for name, values in request.POST.lists()
        if name != "csrfmiddlewaretoken"
    }
    sent = {"path": request.path_info, "query": request.GET.urlencode(), "form": form}
    change = PendingChange(kind=HeldRequest.name, asked_by=user, data=sent)
    with transaction.atomic():
        effects = _send(change)
        transaction.set_rollback(True)
    kept = {**sent, "effects": [vars(effect) for effect in effects]}
    digest = hashlib.sha256(json.dumps(kept, sort_keys=True).encode()).hexdigest()
    return second_person.ask_for(HeldRequest.name, None, digest, user, kept)


def _send(change: PendingChange) -> list[Effect]:
    """Send the request in the name of who asked, and return what it changed."""
    request = HttpRequest()
    request.method = "POST"
    request.path = request.path_info = change.data["path"]
    request.META = {"SERVER_NAME": urlsplit(settings.WAGTAILADMIN_BASE_URL).hostname, "SERVER_PORT": "443"}
    form = QueryDict(mutable=True)
    for name, values in change.data["form"].items():
        form.setlist(name, values)
    request.GET, request.POST = QueryDict(change.data["query"]), form  # type: ignore[assignment]
    request.session = import_module(settings.SESSION_ENGINE).SessionStore()
    request.user = User.objects.get(pk=change.asked_by_id)
    MessageMiddleware(lambda _: HttpResponse()).process_request(request)
    match = request.resolver_match = resolve(request.path_info)
    # Wagtail's screens lead on to an address that the request may not name; what they changed counts.
    with confirmed() as effects, suppress(NoReverseMatch):
        match.func(request, *match.args, **match.kwargs)
    # A database may give the rows of a request in another order next time.
    return sorted(effects, key=lambda each: (each.what, each.values))
