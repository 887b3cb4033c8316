"""Only the operator of the site may keep statistics; for a wrong address the message names the variable."""

import pytest
from django.core.exceptions import ImproperlyConfigured

from site_config.settings.environment import read_statistics_address

SITE = "https://complaints.northants.police.uk"
VARIABLE = "STATISTICS_ADDRESS"


def test_an_address_on_the_operators_domain_is_accepted_and_none_by_default(
    monkeypatch,
):
    monkeypatch.delenv(VARIABLE, raising=False)
    assert read_statistics_address(SITE) == ""
    for site, address in (
        (SITE, ""),
        (SITE, "https://statistics.northants.police.uk/"),
        (SITE, "https://complaints.northants.police.uk:8443/matomo/"),
        ("https://northants.police.uk", "https://northants.police.uk/matomo/"),
        ("https://www.northants.police.uk", "https://statistics.northants.police.uk/"),
        ("https://www.example.org", "https://statistics.example.org/a-b/c_d/"),
        ("http://127.0.0.1:8000", "http://127.0.0.1:8001/"),
        ("http://localhost:8000", "http://localhost:8001/"),
    ):
        monkeypatch.setenv(VARIABLE, address)
        assert read_statistics_address(site) == address


NO_FOLDERS = [
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
]
OF_OTHERS = [
    "https://statistics.kent.police.uk/",
    "https://statistics.police.uk/",
    "https://police.uk/",
    "https://badnorthants.police.uk/",
    "https://northants.police.uk.example.com/",
    "https://matomo.cloud/",
]


def test_an_address_that_is_not_a_folder_or_on_another_domain_is_refused(monkeypatch):
    for addresses, says in (
        (NO_FOLDERS, "must start with"),
        (OF_OTHERS, r"its host must be northants\.police"),
    ):
        for address in addresses:
            monkeypatch.setenv(VARIABLE, address)
            with pytest.raises(
                ImproperlyConfigured, match=f"^STATISTICS_ADDRESS: {says}"
            ):
                read_statistics_address(SITE)
