"""Signing in by the force's own identity provider (OpenID Connect, such as Entra ID), if there is one.

The directory decides who may in, and in which roles: its groups are compared with ours after each sign-in. It
asks for the second factor, too. The provider is for signing in alone: nobody connects an identity to an
account that is there.
"""

from typing import Any

import requests
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from allauth.socialaccount.models import SocialLogin
from allauth.socialaccount.providers.base import AuthProcess
from allauth.socialaccount.providers.openid_connect import views as openid_connect
from django.conf import settings
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group, User
from django.db import transaction
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_POST

from pages.moderation.gate.roles import ROLES

PROVIDER = "openid_connect"


def sign_in_buttons() -> list[dict[str, str]]:
    apps = settings.SOCIALACCOUNT_PROVIDERS.get(PROVIDER, {}).get("APPS", [])
    return [
        {
            "name": app["name"],
            "address": reverse("openid_connect_login", args=[app["provider_id"]]),
        }
        for app in apps
    ]


def roles_from_claims(claims: dict[str, Any]) -> list[str]:
    groups = claims.get(settings.OIDC_GROUPS_CLAIM) or []
    roles = {settings.OIDC_ROLES.get(str(group)) for group in groups}
    return [role for role in ROLES if role in roles]


@require_POST
def begin_sign_in(request: HttpRequest, provider_id: str) -> HttpResponse:
    """Lead to the provider to sign in.

    Of what was sent, only ``next`` is kept: allauth would also connect an identity to the account of whoever
    is signed in, and pass other questions on to the provider.
    """
    kept = QueryDict(mutable=True)
    if "next" in request.POST:
        kept["next"] = request.POST["next"]
    request.GET, request.POST = QueryDict(), kept  # type: ignore[assignment]
    return openid_connect.login(request, provider_id)


class ProviderAdapter(DefaultSocialAccountAdapter):
    """Lets in who is in one of the groups, and gives the roles of these and no others."""

    def get_requests_session(self) -> requests.Session:
        """Return a session that follows no redirect: the provider is where OIDC_SERVER says."""
        session = super().get_requests_session()
        session.max_redirects = 0
        return session

    def pre_social_login(self, request: HttpRequest, sociallogin: SocialLogin) -> None:
        """Refuse who has no group of ours, and who would get at an account that has a password here."""
        if sociallogin.state.get("process") != AuthProcess.LOGIN:
            raise ImmediateHttpResponse(_refuse(request, "not_login"))
        if not _roles_of(sociallogin):
            raise ImmediateHttpResponse(_refuse(request, "no_group"))
        if not sociallogin.is_existing and _is_address_taken(sociallogin.user):
            raise ImmediateHttpResponse(_refuse(request, "taken"))

    def is_open_for_signup(self, request: HttpRequest, sociallogin: SocialLogin) -> bool:
        """Make an account at the first sign-in: the group was looked at before."""
        return True


def _roles_of(sociallogin: SocialLogin) -> list[str]:
    data = sociallogin.account.extra_data
    return roles_from_claims({**(data.get("userinfo") or {}), **(data.get("id_token") or {})})


@transaction.atomic
def give_roles(user: User, sociallogin: SocialLogin) -> None:
    """Give ``user``, who has just signed in, the roles of their groups in the directory, and no others."""
    wanted, present = set(_roles_of(sociallogin)), set(user.groups.values_list("name", flat=True))
    user.groups.remove(*Group.objects.filter(name__in=(present & set(ROLES)) - wanted))
    user.groups.add(*Group.objects.filter(name__in=wanted - present))


def _is_address_taken(user: User) -> bool:
    # Whoever administers the directory could otherwise give somebody the address of another.
    return bool(user.email) and get_user_model().objects.filter(email__iexact=user.email).exists()


def _refuse(request: HttpRequest, reason: str) -> HttpResponse:
    return render(request, "accounts/provider_refused.html", {"reason": reason}, status=403)
