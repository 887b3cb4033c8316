"""Reads the settings of production afresh, as a start of the site does."""

import importlib
import os
import subprocess
import sys
from types import ModuleType

import pytest

import site_config
from site_config.settings.environment import PROJECT_DIR

RIGHT = {
    "SECRET_KEY": "a-secret-that-is-long-enough-to-sign-sessions-and-tokens",
    "ALLOWED_HOSTS": "www.example.org",
    "DATABASE_URL": "postgres://site:password@localhost/site",
    "BASE_URL": "https://www.example.org",
}
READ_BY_TESTS = {
    "DJANGO_ALLOW_ASYNC_UNSAFE",
    "DEBUG",
    "DEMO",
    "DATA_DIR",
    "EMAIL_URL",
    "MAINTENANCE",
    "STATISTICS_ADDRESS",
    "STATISTICS_SITE",
    "TRUSTED_PROXY",
    *RIGHT,
}


def start(settings: str, variables: dict[str, str], code: str = "pass"):
    """Read the settings afresh with these variables only, run ``code`` and return the finished process."""
    return run_python(
        settings,
        variables,
        "-c",
        f"from django.conf import settings; settings.DEBUG; {code}",
    )


def run_python(settings: str, variables: dict[str, str], *arguments: str):
    """Run Python with ``arguments`` and these variables only, and return the finished process."""
    inherited = {
        name: value for name, value in os.environ.items() if name not in READ_BY_TESTS
    }
    return subprocess.run(  # noqa: S603
        [sys.executable, *arguments],
        cwd=PROJECT_DIR,
        env={
            **inherited,
            **variables,
            "DJANGO_SETTINGS_MODULE": f"site_config.settings.{settings}",
        },
        capture_output=True,
        text=True,
        check=False,
    )


def read_afresh(
    monkeypatch: pytest.MonkeyPatch, variables: dict[str, str]
) -> ModuleType:
    """Read the settings of production with these variables only, in this process; a start takes a second."""
    for name in READ_BY_TESTS:
        monkeypatch.delenv(name, raising=False)
    for name, value in variables.items():
        monkeypatch.setenv(name, value)
    # Importing the modules sets this.
    monkeypatch.setattr(site_config, "settings", site_config.settings)
    for name in [
        module
        for module in sys.modules
        if f"{module}.".startswith("site_config.settings.")
    ]:
        monkeypatch.delitem(sys.modules, name)
    return importlib.import_module("site_config.settings.production")
