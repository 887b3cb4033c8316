"""The identity provider is asked where the settings say, and nowhere else."""

import pytest
import requests
from allauth.socialaccount.models import SocialAccount, SocialLogin
from allauth.socialaccount.providers.oauth2.client import OAuth2Error
from django.contrib.auth.models import User
from django.core.checks import registry

from pages.accounts import oidc
from tests.deploy.recorder import recording


def test_a_provider_that_redirects_is_not_followed():
    with recording() as provider, recording() as elsewhere:
        provider.status = 302
        provider.headers = {"Location": elsewhere.address}

        with pytest.raises(requests.TooManyRedirects):
            oidc.ProviderAdapter().get_requests_session().get(provider.address)

        assert len(provider.requests) == 1
        assert elsewhere.requests == []


def test_a_token_of_another_sign_in_is_refused(rf):
    request = rf.get("/")
    request.session = {oidc.NONCE: "ours"}
    for told in ({}, {"nonce": "other"}):
        sociallogin = SocialLogin(
            user=User(), account=SocialAccount(extra_data={"id_token": told})
        )

        with pytest.raises(OAuth2Error):
            oidc.ProviderAdapter(request).populate_user(request, sociallogin, {})


def test_a_role_that_does_not_exist_is_named(settings):
    settings.OIDC_ROLES = {"group-1": "Editors"}
    assert oidc.check_roles() == []

    settings.OIDC_ROLES = {"group-1": "Editors", "group-2": "Moderator"}
    (error,) = oidc.check_roles()
    assert (
        "OIDC_ROLES: Moderator: there are the roles Editors, Moderators," in error.msg
    )
    assert oidc.check_roles in registry.registry.registered_checks
