"""No log holds the part of an address that lets in whoever knows it."""

import json
import logging

import pytest
from django.urls import URLPattern, URLResolver, get_resolver
from django.urls.converters import StringConverter

from pages.core.secrets import SecretConverter, without_secrets
from site_config.logging import JsonFormatter, OneLineFormatter

TELL_NOTHING = {
    "access",
    "action",
    "app_label",
    "filename",
    "filter_spec",
    "key",
    "label",
    "model_name",
    "name",
    "action_name",
    "doc",
    "field",
    "format",
    "location",
    "object_id",
    "page_id",
    "panel",
    "part",
    "picture",
    "pk",
    "query",
    "content_type_app_name",
    "content_type_model_name",
    "identifier",
    "provider_id",
    "role",
    "slug",
    "style",
}
"""The names of other texts in addresses."""


def crawled(patterns=None, route="/", converters=None):
    """Yield the address of every pattern below ``patterns``, with its converters."""
    for pattern in get_resolver().url_patterns if patterns is None else patterns:
        own = route + str(pattern.pattern).lstrip("^")
        known = {**(converters or {}), **pattern.pattern.converters}
        if isinstance(pattern, URLResolver):
            yield from crawled(pattern.url_patterns, own, known)
        elif isinstance(pattern, URLPattern):
            yield own, known


def filled(route, converters):
    """Return the address with a canary in the place of each secret."""
    for name, converter in converters.items():
        kind = "secret" if isinstance(converter, SecretConverter) else ""
        for written in (
            f"<{kind}:{name}>",
            f"<int:{name}>",
            f"<path:{name}>",
            f"<str:{name}>",
            f"<{name}>",
        ):
            route = route.replace(written, "canary" if kind else "1")
    return route


SECRET = sorted(
    filled(route, converters)
    for route, converters in crawled()
    if any(isinstance(each, SecretConverter) for each in converters.values())
)


def test_the_addresses_with_a_secret_are_marked():
    assert SECRET == [
        "/admin/login/set-up/canary/",
        "/admin/password_reset/confirm/canary/canary/",
        "/admin/security/address/canary/",
        "/admin/security/refuse/canary/",
    ]


def test_every_other_text_in_an_address_is_known_to_be_no_secret():
    """A new one has to be marked, or named here."""
    texts = set()
    for route, converters in crawled():
        for name, converter in converters.items():
            if type(converter) is StringConverter and "password_reset" not in route:
                texts.add(name)

    assert texts <= TELL_NOTHING


@pytest.mark.parametrize("address", SECRET)
@pytest.mark.parametrize("formatter", [OneLineFormatter(), JsonFormatter()])
def test_no_line_of_a_log_holds_a_secret(address, formatter):
    for words in (f"Not Found: {address}", f"Forbidden (Referer): {address.upper()}"):
        record = logging.LogRecord(
            "django.request", logging.WARNING, "", 0, words, (), None
        )

        written = formatter.format(record)

        assert "canary" not in written.casefold()
        assert "…" in written or "\\u2026" in json.dumps(written)


def test_other_addresses_are_written_whole():
    for address in ("/admin/security/", "/admin/login/", "/super-complaints/stalking/"):
        assert without_secrets(address) == address
