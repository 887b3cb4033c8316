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
from django.contrib.auth.models import User
from django.contrib.messages.middleware import MessageMiddleware
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Model
from django.db.models.signals import pre_save
from django.dispatch import receiver
from django.http import HttpRequest, HttpResponse, QueryDict
from django.urls import NoReverseMatch, resolve
from wagtail.log_actions import get_active_log_context
from wagtail.models import Page
from wagtail.signals import pre_page_move

from pages.moderation.gate import roles
from pages.moderation.gate.administration import ACCOUNT_DETAILS
from pages.moderation.gate.decision import Decision, name_in_log
from pages.moderation.gate.permissions import has_live_pages, has_scheduled_pages

from . import second_person
from .second_person import PendingChange, describe_account

OF_ACCOUNTS = {"is_active", *ACCOUNT_DETAILS}
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


@receiver(pre_save, sender=User)
def guard_account(
    sender: type[User], instance: Any, raw: bool, update_fields: Iterable[str] | None = None, **kwargs: Any
) -> None:
    if raw or (update_fields is not None and not OF_ACCOUNTS & set(update_fields)):
        return
    before = sender.objects.filter(pk=instance.pk).first() if instance.pk else None
    if before is None:
        return  # whoever is new has no role yet: a role is watched where it is given
    changes = _changes(before, instance)
    if changes and (is_confirmed() or _takes_two(before, {name for name, _ in changes})):
        names = ", ".join(dict.fromkeys(name for name, _ in changes))
        effect = Effect(f"{_name(before)}: {names}", [value for _, value in changes], [before.pk])
        require_second_person(effect)


@receiver(pre_page_move)
def guard_move(instance: Page, url_path_before: str, url_path_after: str, **kwargs: Any) -> None:
    """Watch what is public, or is approved for later, and gets another address: there may be no hold there.

    Its place among others takes one person.
    """
    is_approved = has_live_pages(instance) or has_scheduled_pages(instance)
    if url_path_before != url_path_after and is_approved:
        require_second_person(Effect(f"{_name(instance)}: moved", [f"{url_path_before} → {url_path_after}"]))


def _takes_two(before: User, changed: set[str]) -> bool:
    """Tell whether a change of this account takes two people.

    A link goes to the address of whoever has signed in before, and who approves could take over an unused
    account that writes.
    """
    user: Any = get_active_log_context().user
    approves = user and roles.has_role(user, *roles.APPROVING_ROLES)
    gets_links = "email address" in changed and (before.last_login or approves)
    return bool(gets_links) or holds_power(before)


def _changes(before: User, instance: User) -> list[tuple[str, str]]:
    """Return the fields that change, each with what it was and what it becomes."""
    found = []
    for name in sorted(OF_ACCOUNTS):
        old, new = getattr(before, name), getattr(instance, name)
        if old != new:
            field: Any = instance._meta.get_field(name)
            verbose_name = str(field.verbose_name)
            found.append((verbose_name, f"{verbose_name}: {_words(old)} → {_words(new)}"))
    return found


def _words(value: Any) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    return str(value) or "–"


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
