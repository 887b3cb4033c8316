"""Links by email with which people choose a password and set up their second factor.

A link works once: it is bound to the password, the address and the last sign-in that
the account had. It ends when the account is made inactive: somebody else may read the
mailbox. A lost second factor is reset by two people: one asks, another confirms, and
its owner is told of both. Otherwise one who looks after accounts and reads the owner's
email could act in the owner's name.
"""

import time
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any, Self

from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount
from django.conf import settings
from django.contrib.auth.models import User
from django.contrib.auth.tokens import PasswordResetTokenGenerator
from django.core import signing
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.template.defaultfilters import pluralize
from django.utils.crypto import constant_time_compare, salted_hmac
from django.utils.http import base36_to_int
from django.views.generic import TemplateView
from wagtail.admin import messages
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from pages.core.names import join_as_in_a_sentence
from pages.core.rate_limits import count_and_check
from pages.moderation.approval import roles
from pages.moderation.dual_control import second_person
from pages.moderation.dual_control.accounts import is_privileged, roles_waiting_for
from pages.moderation.dual_control.second_person import PendingChange
from pages.moderation.emails.mail import admin_link

from . import factors, mails, sessions
from .models import addresses_of, suspensions_since

SALT = "accounts.enrolment"
SECONDS = 3 * 24 * 60 * 60
MOST_LINKS = 3

OF_PROVIDER = "This account signs in with the identity provider, which also does the two-step verification."


def make_link(user: User, *, by_command: bool = False) -> str:
    """Return a link with which ``user`` sets up the account; one ``by_command`` works for any account."""
    made_at = int(time.time())
    token = signing.dumps(
        [user.pk, made_at, _state_of(user, made_at), by_command], salt=SALT
    )
    return admin_link("accounts:enrol", token)


def find_enrolling(token: str) -> User | None:
    """Return whose link has this token; none if it is over, was used, or is no longer needed."""
    try:
        key, made_at, state, by_command = signing.loads(
            token, salt=SALT, max_age=SECONDS
        )
    except (signing.BadSignature, ValueError):
        # The token is forged, expired or from an earlier version.
        return None
    user = User.objects.filter(pk=key, is_active=True).first()
    if user is None or not constant_time_compare(state, _state_of(user, made_at)):
        return None
    if not by_command and reason_to_send_none(user):
        return None
    return user


def reason_to_send_none(user: User) -> str:
    """Return why ``user`` is sent no link, if so: none may go round the identity provider."""
    is_of_provider = SocialAccount.objects.filter(user_id=user.pk).exists()
    return OF_PROVIDER if is_of_provider else ""


def invite(user: User, inviter: str) -> None:
    """Send ``user`` the one welcome email, with the link, their roles and those still to be confirmed."""
    mails.send_link(
        user,
        make_link(user),
        f"Your account for {settings.WAGTAIL_SITE_NAME}",
        f"{inviter} has created an account for you in the CMS of {settings.WAGTAIL_SITE_NAME}."
        + _describe_roles(user),
    )


def _describe_roles(user: User) -> str:
    given = list(user.groups.order_by("name").values_list("name", flat=True))
    awaited = sorted(change.data["role"] for change in roles_waiting_for(user))
    sentences = ""
    if given:
        sentences += f" Your role{pluralize(given)}: {join_as_in_a_sentence(given)}."
    if awaited:
        sentences += (
            f" A second person must still confirm: {join_as_in_a_sentence(awaited)}."
        )
    return sentences


def send_link_again(user: User) -> bool:
    """Send a link to who has no second factor, not more often than needed; return False if they get none.

    Two people send it to who approves or administers: whoever reads the mailbox can set
    the password, too.
    """
    if reason_to_send_none(user) or takes_two(user):
        return False
    if not count_and_check("enrolment-links", str(user.pk), MOST_LINKS, 60 * 60):
        mails.send_link(
            user,
            make_link(user),
            "Finish setting up your account",
            "You signed in, but you have not set up two-step verification yet.",
        )
    return True


class ResetTokens(PasswordResetTokenGenerator):
    """Makes the links for a forgotten password, which end when the account is made inactive, too."""

    def check_token(self, user: Any, token: str | None) -> bool:
        if not token or not super().check_token(user, token):
            return False
        # Django counts from 2001 in local time.
        seconds = base36_to_int(token.partition("-")[0])
        made_at = (datetime(2001, 1, 1) + timedelta(seconds=seconds)).astimezone()
        return not suspensions_since(user, made_at)


def _state_of(user: User, made_at: int) -> str:
    factors = Authenticator.objects.filter(user_id=user.pk).count()
    suspensions = suspensions_since(user, datetime.fromtimestamp(made_at, UTC))
    state = f"{user.password} {user.email} {user.last_login} {factors} {suspensions}"
    return salted_hmac(SALT, state, algorithm="sha256").hexdigest()


second_person.other_addresses.append(addresses_of)


@second_person.register
@dataclass(frozen=True)
class FactorReset(second_person.RequestKind):
    """Removes the lost factors of a person, so many, and sends a link to set up others."""

    person: User
    number: int

    kind = "factor reset"
    advice = (
        "Speak to the person, face to face or by phone, before you confirm it. An email may "
        "come from someone else."
    )
    outdated = (
        "The person has since added or removed a passkey, an app or recovery codes."
    )

    @classmethod
    def of(cls, person: User) -> Self:
        return cls(person, Authenticator.objects.filter(user_id=person.pk).count())

    def renewed(self) -> Self:
        return self.of(self.person)

    def describe(self) -> str:
        return "reset of two-step verification"

    def lines(self) -> list[str]:
        return [f"Passkeys, apps and sets of recovery codes: {self.number} → none"]

    def may_be_asked_for_by(self, user: User) -> bool:
        return may_help(user, self.person)

    def apply(self) -> None:
        factors.remove_factors(self.person)
        sessions.end_sessions(self.person)
        if reason_to_send_none(self.person):
            return
        mails.send_link(
            self.person,
            make_link(self.person),
            "Set up your account again",
            "Two people have reset the two-step verification of your account, as you asked. If you did not ask, "
            "tell a site administrator now.",
        )


def may_help(user: User, person: User) -> bool:
    """Return True if ``user`` may help ``person`` to sign in; superusers are helped by superusers alone."""
    is_above = user.is_superuser or not person.is_superuser
    return (
        roles.is_site_administrator(user)
        and is_above
        and person.is_active
        and user.pk != person.pk
    )


def ask(user: User, person: User) -> PendingChange:
    """Ask to reset the factors of ``person``.

    Raises ``PermissionDenied`` if ``user`` may not.
    """
    if not (may_help(user, person) and takes_two(person)):
        raise PermissionDenied
    return second_person.ask_for(FactorReset.of(person), user)


def takes_two(person: User) -> bool:
    """Return True if it takes two: to remove factors, or to let who holds power set up the first."""
    return factors.has_factor(person) or is_privileged(person)


class HelpView(WagtailAdminTemplateMixin, TemplateView):
    """Sends another link to somebody without a factor; asks to reset the factors of somebody else."""

    page_title = "Help to sign in"
    header_icon = "key"
    template_name = "accounts/help.html"

    def dispatch(
        self, request: HttpRequest, *args: Any, **kwargs: Any
    ) -> HttpResponseBase:
        self.person: Any = get_object_or_404(User, pk=kwargs["pk"])
        user: Any = request.user
        if not may_help(user, self.person):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            **kwargs,
            person=self.person,
            name=roles.display_name(self.person),
            has_factor=factors.has_factor(self.person),
            takes_two=takes_two(self.person),
            reset=PendingChange.objects.filter(
                kind=FactorReset.kind, person=self.person
            ).first(),
            reason_to_send_none=reason_to_send_none(self.person),
        )

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        user: Any = request.user
        name = roles.display_name(self.person)
        if takes_two(self.person):
            ask(user, self.person)
            messages.success(
                request, f"{name}: the reset needs confirmation by a second person."
            )
        elif reason := reason_to_send_none(self.person):
            messages.error(request, f"No link was sent. {reason}")
        else:
            invite(self.person, roles.display_name(user))
            messages.success(request, f"We have sent {name} another link.")
        return redirect("accounts:help", pk=pk)
