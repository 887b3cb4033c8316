"""Static files have hashed names, are cached for good and have compressed copies."""

import re
from itertools import product

import pytest
from django.contrib.staticfiles.storage import staticfiles_storage
from django.core.management import call_command
from django.test import RequestFactory
from whitenoise.middleware import WhiteNoiseMiddleware

from site_config.settings.environment import PROJECT_DIR


@pytest.fixture
def collected(settings, tmp_path):
    """Collect our own files as production does."""
    settings.STATIC_ROOT = tmp_path
    settings.STATICFILES_FINDERS = [
        "django.contrib.staticfiles.finders.FileSystemFinder"
    ]
    settings.STATICFILES_DIRS = [PROJECT_DIR / "build" / "static"]
    settings.WHITENOISE_USE_FINDERS = False
    settings.STORAGES = {
        **settings.STORAGES,
        "staticfiles": {
            "BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"
        },
    }
    call_command(
        "collectstatic",
        interactive=False,
        verbosity=0,
        ignore_patterns=["*.br", "*.gz"],
    )
    return WhiteNoiseMiddleware(
        lambda request: pytest.fail(f"{request.path} is not there")
    )


def test_static_files_are_hashed_compressed_and_cached_for_good(collected):
    for name, encoding in product(["site.css", "site.js"], ["br", "gzip"]):
        address = staticfiles_storage.url(name)
        stem, _, ending = name.partition(".")
        assert re.fullmatch(rf"/static/{stem}\.[0-9a-f]{{12}}\.{ending}", address)

        answer = collected(RequestFactory().get(address, HTTP_ACCEPT_ENCODING=encoding))

        assert answer["Content-Encoding"] == encoding
        assert "immutable" in answer["Cache-Control"]
        assert "max-age=315360000" in answer["Cache-Control"]


def test_the_local_run_serves_compressed_static_files():
    built = {path.name for path in (PROJECT_DIR / "build" / "static").iterdir()}

    for name in ("site.css", "site.js"):
        assert {name, f"{name}.br", f"{name}.gz"} <= built
