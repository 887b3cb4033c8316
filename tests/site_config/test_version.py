"""The version has one source, and everything that tells it tells the same."""

import re
import tomllib

from django.conf import settings
from django.urls import reverse

from pages.moderation.approval.roles import EDITORS
from site_config.settings.environment import PROJECT_DIR
from tests.factories import UserFactory


def test_the_version_is_that_of_the_project_file():
    project = tomllib.loads((PROJECT_DIR / "pyproject.toml").read_text())["project"]

    assert project["version"] == settings.VERSION
    assert re.fullmatch(r"\d+\.\d+\.\d+", settings.VERSION)


def test_publiccode_has_the_same_version():
    text = (PROJECT_DIR / "publiccode.yml").read_text()

    assert f'\nsoftwareVersion: "{settings.VERSION}"\n' in text


def test_editors_find_the_version_in_the_help_menu_and_below_the_guide(client, db):
    client.force_login(UserFactory(roles=[EDITORS]))

    screen = client.get(reverse("guide")).content.decode()

    assert f'"Version {settings.VERSION}"' in screen
    assert f"version {settings.VERSION} of the super-complaints software" in screen


def test_data_files_name_the_software_that_made_them(client, home_and_section):
    data = client.get("/super-complaints/data/recommendations.json").json()

    assert data["software"] == f"super-complaints {settings.VERSION}"
