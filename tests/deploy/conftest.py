"""The front of `deploy/`, before an application that does what a test tells it."""

import subprocess

import pytest

from site_config.settings.environment import PROJECT_DIR

from . import front
from .application import Application
from .recorder import recording


@pytest.fixture(scope="session", autouse=True)
def _nginx_is_there():
    """Without it the tests fail: what is shipped must be tried."""
    subprocess.run([PROJECT_DIR / "tests" / "setup" / "nginx"], check=True)  # noqa: S603


@pytest.fixture
def site():
    """An application."""
    with recording(Application) as running:
        yield running


@pytest.fixture
def nginx(site, tmp_path):
    """The front before it, in two processes."""
    with front.serving(tmp_path, site.port) as running:
        yield running
