"""A request that takes two people: kept as it was sent, and sent again once it is confirmed.

Any screen of the CMS can send it, so no screen knows of this. The request is tried once and taken back,
which tells what it would change. Confirming sends it again in the name of who asked, who must still be
allowed to. If it would change anything else by now, it changes nothing.
"""

import hashlib
import json
from contextlib import suppress
from importlib import import_module
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.auth import get_user_model
from django.contrib.auth.models import User
from django.contrib.messages.middleware import MessageMiddleware
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Model
from django.http import HttpRequest, HttpResponse, QueryDict
from django.urls import NoReverseMatch, resolve

from . import second_person
from .guard import Effect, confirmed
from .second_person import PendingChange

NO_LONGER = (
    "By now this would change something else than what was asked for, or whoever asked may no longer do it. "
    "Refuse it, and have it asked for again."
)


@second_person.register
class HeldRequest(second_person.Kind):
    """What somebody sent, with what it changes in words."""

    name = "request"

    def describe(self, change: PendingChange) -> str:
        return "; ".join(effect.what for effect in _effects(change))

    def subject(self, change: PendingChange) -> Model:
        people = self.people(change)
        return people[0] if len(people) == 1 else change

    def title(self, change: PendingChange) -> str:
        return self.describe(change)

    def concerns(self, change: PendingChange, user: User) -> bool:
        return any(user.pk in effect.people for effect in _effects(change))

    def details(self, change: PendingChange) -> list[str]:
        values = [value for effect in _effects(change) for value in effect.values]
        return values + [
            line for each in self.people(change) for line in second_person.describe_account(each)
        ]

    def apply(self, change: PendingChange) -> None:
        """Send the request again; the transaction is taken back if it changes anything else."""
        if _send(change) != _effects(change):
            raise ValidationError(NO_LONGER)

    def people(self, change: PendingChange) -> list[User]:
        keys = {key for effect in _effects(change) for key in effect.people}
        return list(get_user_model().objects.filter(pk__in=keys).order_by("pk"))


def hold(request: HttpRequest) -> PendingChange:
    """Keep ``request``, which takes two people, until a second one confirms it."""
    user: Any = request.user
    form = {name: request.POST.getlist(name) for name in request.POST if name != "csrfmiddlewaretoken"}
    sent = {"path": request.path_info, "query": request.GET.urlencode(), "form": form}
    change = PendingChange(kind=HeldRequest.name, asked_by=user, data=sent)
    with transaction.atomic():
        effects = _send(change)
        transaction.set_rollback(True)
    kept = {**sent, "effects": [vars(effect) for effect in effects]}
    digest = hashlib.sha256(json.dumps(kept, sort_keys=True).encode()).hexdigest()
    return second_person.ask_for(HeldRequest.name, None, digest, user, kept)


def _effects(change: PendingChange) -> list[Effect]:
    return [Effect(**each) for each in change.data["effects"]]


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
    request.user = get_user_model().objects.get(pk=change.asked_by_id)
    MessageMiddleware(lambda _: HttpResponse()).process_request(request)
    match = request.resolver_match = resolve(request.path_info)
    # Wagtail's screens lead on to an address that the request may not name; what they changed counts.
    with confirmed() as effects, suppress(NoReverseMatch):
        match.func(request, *match.args, **match.kwargs)
    # A database may give the rows of a request in another order next time.
    return sorted(effects, key=lambda each: (each.what, each.values))
