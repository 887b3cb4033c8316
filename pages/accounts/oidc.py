"""Signing in by the force's own identity provider (OpenID Connect, such as Entra ID), if there is one.

The directory decides who may in, and in which roles: its groups are compared with ours
after each sign-in. It asks for the second factor, too. The provider is for signing in
alone: nobody connects an identity to an account that is there.
"""

import secrets
from typing import Any
from urllib.parse import urlencode

import requests
from allauth.account.models import EmailAddress
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from allauth.socialaccount.models import SocialLogin
from allauth.socialaccount.providers.base import AuthProcess
from allauth.socialaccount.providers.oauth2.client import OAuth2Error
from allauth.socialaccount.providers.openid_connect import views as openid_connect
from django.conf import settings
from django.contrib.auth.models import Group, User
from django.core.checks import Error, register
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.utils.crypto import constant_time_compare
from django.views.decorators.http import require_POST

from pages.moderation.approval.protection import WritePurpose, opened_for
from pages.moderation.approval.roles import ROLES

from .forms import is_taken

PROVIDER = "openid_connect"
NONCE = "oidc_nonce"
GROUPS = "groups"


@register
def check_roles(**kwargs: object) -> list[Error]:
    """Name what OIDC_ROLES calls a role and is none: nobody of its group could get in."""
    wrong = sorted(set(settings.OIDC_ROLES.values()) - set(ROLES))
    told = f"OIDC_ROLES: {', '.join(wrong)}: there are the roles {', '.join(ROLES)}."
    return [Error(told, id="accounts.E001")] if wrong else []


def sign_in_buttons() -> list[dict[str, str]]:
    apps = settings.SOCIALACCOUNT_PROVIDERS.get(PROVIDER, {}).get("APPS", [])
    return [
        {
            "name": app["name"],
            "address": reverse("openid_connect_login", args=[app["provider_id"]]),
        }
        for app in apps
    ]


@require_POST
def begin_sign_in(request: HttpRequest, provider_id: str) -> HttpResponse:
    """Lead to the provider to sign in.

    Of what was sent, only ``next`` is kept: allauth would also connect an identity to
    the account of whoever is signed in, and pass other questions on to the provider. A
    nonce binds the token to this session.
    """
    kept = QueryDict(mutable=True)
    if "next" in request.POST:
        kept["next"] = request.POST["next"]
    nonce = request.session[NONCE] = secrets.token_urlsafe(32)
    asked = QueryDict(urlencode({"auth_params": urlencode({"nonce": nonce})}))
    request.GET, request.POST = asked, kept  # type: ignore[assignment]
    return openid_connect.login(request, provider_id)


class ProviderAdapter(DefaultSocialAccountAdapter):
    """Lets in who is in one of the groups, and gives the roles of these and no others."""

    def get_requests_session(self) -> requests.Session:
        """Return a session that follows no redirect: the provider is where OIDC_URL says."""
        session = super().get_requests_session()
        session.max_redirects = 0
        return session

    def populate_user(
        self, request: HttpRequest, sociallogin: SocialLogin, data: dict[str, Any]
    ) -> Any:
        """Refuse the token of another sign-in or person; keep the groups that give roles."""
        told = sociallogin.account.extra_data
        token = told.get("id_token") or {}
        nonce = request.session.pop(NONCE, "")
        if not nonce or not constant_time_compare(str(token.get("nonce")), nonce):
            raise OAuth2Error("The token belongs to another sign-in.")
        # Allauth takes the person from what was asked for with the token, not from the
        # token itself.
        if str(token.get("sub")) != sociallogin.account.uid:
            raise OAuth2Error("The token belongs to another person.")
        claims = {**(told.get("userinfo") or {}), **token}
        groups = _groups_in(claims.get(settings.OIDC_GROUPS_CLAIM))
        sociallogin.account.extra_data = {
            GROUPS: [group for group in groups if group in settings.OIDC_ROLES]
        }
        # Some send the address with the token alone.
        address = data.get("email") or claims.get("email")
        return super().populate_user(request, sociallogin, {**data, "email": address})

    def pre_social_login(self, request: HttpRequest, sociallogin: SocialLogin) -> None:
        """Refuse who has no group of ours, and who would get at an account that has a password here."""
        if sociallogin.state.get("process") != AuthProcess.LOGIN:
            raise ImmediateHttpResponse(_refuse(request, "not_login"))
        if not _roles_of(sociallogin):
            raise ImmediateHttpResponse(_refuse(request, "no_group"))
        user = sociallogin.user
        # Emails tell owners what happens to their accounts, and by its mailbox one
        # knows whose one is.
        if not sociallogin.is_existing and not user.email:
            raise ImmediateHttpResponse(_refuse(request, "no_address"))
        # Whoever administers the directory could otherwise give somebody the address of
        # another.
        if not sociallogin.is_existing and is_taken(user.email, user):
            raise ImmediateHttpResponse(_refuse(request, "taken"))

    def save_user(
        self, request: HttpRequest, sociallogin: SocialLogin, form: Any = None
    ) -> Any:
        """Refuse an address that another account got in the same moment.

        Allauth's table of addresses stays empty: one that an account gave up would
        refuse the next owner.
        """
        try:
            with opened_for(WritePurpose.DIRECTORY):
                user = super().save_user(request, sociallogin, form)
        except ValidationError as error:
            raise ImmediateHttpResponse(_refuse(request, "taken")) from error
        EmailAddress.objects.filter(user_id=user.pk).delete()
        return user

    def is_open_for_signup(
        self, request: HttpRequest, sociallogin: SocialLogin
    ) -> bool:
        """Make an account at the first sign-in: the group was looked at before."""
        return True


def _groups_in(claim: object) -> list[str]:
    """Return the names of groups in ``claim``.

    Raises ``OAuth2Error`` if it is neither a text nor a list.
    """
    if claim is None:
        return []
    if isinstance(claim, str):  # some directories send one group as a text
        return [claim]
    if not isinstance(claim, list) or not all(
        isinstance(group, str) for group in claim
    ):
        raise OAuth2Error("The groups in the token are not a list of names.")
    return claim


def _roles_of(sociallogin: SocialLogin) -> list[str]:
    roles = set(map(settings.OIDC_ROLES.get, sociallogin.account.extra_data[GROUPS]))
    return [role for role in ROLES if role in roles]


def give_roles(user: User, sociallogin: SocialLogin) -> None:
    """Give ``user``, who has just signed in, the roles of their groups in the directory, and no others."""
    wanted = set(_roles_of(sociallogin))
    present = set(user.groups.values_list("name", flat=True))
    with opened_for(WritePurpose.DIRECTORY):
        user.groups.remove(
            *Group.objects.filter(name__in=(present & set(ROLES)) - wanted)
        )
        user.groups.add(*Group.objects.filter(name__in=wanted - present))


def _refuse(request: HttpRequest, reason: str) -> HttpResponse:
    return render(
        request, "accounts/provider_refused.html", {"reason": reason}, status=403
    )
