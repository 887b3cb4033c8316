"""Statistics may be kept by the operator of the site alone, and a wrong address names its variable."""

import pytest
from django.core.exceptions import ImproperlyConfigured

from site_config.settings.environment import statistics_address

SITE = "https://complaints.northants.police.uk"
VARIABLE = "STATISTICS_ADDRESS"


def test_none_are_kept_unless_asked_for(monkeypatch):
    monkeypatch.delenv(VARIABLE, raising=False)
    assert statistics_address(SITE) == ""
    monkeypatch.setenv(VARIABLE, "")
    assert statistics_address(SITE) == ""


@pytest.mark.parametrize(
    ("site", "address"),
    [
        (SITE, "https://statistics.northants.police.uk/"),
        (SITE, "https://complaints.northants.police.uk:8443/matomo/"),
        ("https://northants.police.uk", "https://northants.police.uk/matomo/"),
        ("https://www.northants.police.uk", "https://statistics.northants.police.uk/"),
        ("https://www.example.org", "https://statistics.example.org/a-b/c_d/"),
        ("http://127.0.0.1:8000", "http://127.0.0.1:8001/"),
        ("http://localhost:8000", "http://localhost:8001/"),
    ],
)
def test_an_address_on_the_operators_own_domain_is_taken(monkeypatch, site, address):
    monkeypatch.setenv(VARIABLE, address)

    assert statistics_address(site) == address


@pytest.mark.parametrize(
    "address",
    [
        "http://statistics.northants.police.uk/",
        "https://statistics.northants.police.uk",
        "https://statistics.northants.police.uk/matomo",
        "https://statistics.northants.police.uk/?a=/",
        "https://statistics.northants.police.uk/#/",
        "https://user:secret@statistics.northants.police.uk/",
        "https://:secret@statistics.northants.police.uk/",
        "https://statistics.northants.police.uk:port/",
        "https://[",
        "https:///",
        "statistics.northants.police.uk/",
        "//statistics.northants.police.uk/",
        # Its origin becomes a part of the content policy.
        "https://x;script-src.northants.police.uk/",
        "https://*.northants.police.uk/",
        "https://x https:.northants.police.uk/",
        "https://x.northants.police.uk/\n",
    ],
)
def test_what_is_no_folder_of_a_host_is_refused(monkeypatch, address):
    monkeypatch.setenv(VARIABLE, address)

    with pytest.raises(ImproperlyConfigured, match=r"^STATISTICS_ADDRESS: must start with https://"):
        statistics_address(SITE)


@pytest.mark.parametrize(
    "address",
    [
        "https://statistics.kent.police.uk/",
        "https://statistics.police.uk/",
        "https://police.uk/",
        "https://badnorthants.police.uk/",
        "https://northants.police.uk.example.com/",
        "https://matomo.cloud/",
    ],
)
def test_somebody_elses_host_is_refused(monkeypatch, address):
    monkeypatch.setenv(VARIABLE, address)

    with pytest.raises(
        ImproperlyConfigured, match=r"^STATISTICS_ADDRESS: its host must be northants\.police"
    ):
        statistics_address(SITE)
