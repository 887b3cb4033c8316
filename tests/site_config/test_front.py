"""The site does not start behind a front that it could not purge."""

import pytest
from django.core.exceptions import ImproperlyConfigured

from .production import RIGHT, read_afresh

API = {"FRONT_SERVICE": "one", "FRONT_TOKEN": "two"}


@pytest.mark.parametrize(
    ("variables", "told"),
    [
        ({}, ""),
        (
            {"FRONT": "nginx", "FRONT_PURGE": "http://10.0.0.1:6081/purge,http://10.0.0.2:6081/purge/"},
            "nginx http://10.0.0.1:6081/purge http://10.0.0.2:6081/purge",
        ),
        ({"FRONT": "fastly", **API}, "fastly https://api.fastly.com one"),
        (
            {"FRONT": "cloudflare", **API},
            "cloudflare https://api.cloudflare.com/client/v4 one",
        ),
    ],
)
def test_the_site_starts_behind_a_front_that_can_be_purged(monkeypatch, variables, told):
    read = read_afresh(monkeypatch, {**RIGHT, **variables})

    assert " ".join([read.FRONT, *read.FRONT_PURGE_ADDRESSES, read.FRONT_SERVICE]).strip() == told


@pytest.mark.parametrize(
    ("variables", "wrong"),
    [
        ({"FRONT": "squid"}, "FRONT:"),
        ({"FRONT": "nginx"}, "FRONT_PURGE:"),
        ({"FRONT": "nginx", "FRONT_PURGE": "127.0.0.1:6081"}, "FRONT_PURGE:"),
        (
            {"FRONT": "nginx", "FRONT_PURGE": "http://127.0.0.1:6081/purge", "PAGE_CACHE": "1"},
            "PAGE_CACHE:",
        ),
        ({"FRONT": "fastly", "FRONT_TOKEN": "two"}, "FRONT_SERVICE:"),
        ({"FRONT": "cloudflare", "FRONT_SERVICE": "one"}, "FRONT_TOKEN:"),
        ({"FRONT": "cloudfront", **API}, "FRONT:"),
    ],
)
def test_the_site_does_not_start_behind_an_unknown_or_unpurgeable_front(monkeypatch, variables, wrong):
    with pytest.raises(ImproperlyConfigured, match=f"^{wrong}"):
        read_afresh(monkeypatch, {**RIGHT, **variables})
