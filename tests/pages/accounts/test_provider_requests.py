"""The identity provider is asked where the settings say, and nowhere else."""

import pytest
import requests
from tests.deploy.recorder import recording

from pages.accounts.oidc import ProviderAdapter


def test_a_provider_that_redirects_is_not_followed():
    with recording() as provider, recording() as elsewhere:
        provider.status = 302
        provider.headers = {"Location": elsewhere.address}

        with pytest.raises(requests.TooManyRedirects):
            ProviderAdapter().get_requests_session().get(provider.address)

        assert len(provider.requests) == 1
        assert elsewhere.requests == []
