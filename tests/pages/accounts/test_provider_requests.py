"""The identity provider is asked where the settings say, and nowhere else."""

import pytest
import requests
from allauth.socialaccount.models import SocialAccount, SocialLogin
from allauth.socialaccount.providers.oauth2.client import OAuth2Error
from django.contrib.auth.models import User

from pages.accounts import oidc
from tests.deploy.application import running


def test_a_provider_that_redirects_is_not_followed():
    with running() as provider, running() as elsewhere:
        provider.status = 302
        provider.headers = {"Location": f"http://127.0.0.1:{elsewhere.port}"}

        with pytest.raises(requests.TooManyRedirects):
            oidc.ProviderAdapter().get_requests_session().get(f"http://127.0.0.1:{provider.port}")

        assert len(provider.asked) == 1
        assert elsewhere.asked == []


def test_a_token_of_another_sign_in_is_refused(rf):
    request = rf.get("/")
    request.session = {oidc.NONCE: "ours"}
    for told in ({}, {"nonce": "other"}):
        sociallogin = SocialLogin(user=User(), account=SocialAccount(extra_data={"id_token": told}))

        with pytest.raises(OAuth2Error):
            oidc.ProviderAdapter(request).populate_user(request, sociallogin, {})
