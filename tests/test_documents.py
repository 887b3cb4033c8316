"""Each line of the documents about threats and permissions names a test that exists."""

import re
from pathlib import Path

import pytest

from site_config.settings.environment import PROJECT_DIR

TESTS = PROJECT_DIR / "tests"
NAMED = re.compile(r"`(?:tests/)?([\w/]*(?:test_\w+\.py|/))`")


def items_of(text: str) -> list[str]:
    """Return the items of the lists in ``text``, each on one line."""
    joined = re.sub(r"\n {2,}", " ", text)
    return [line for line in joined.splitlines() if line.startswith("- ")]


def named_tests(item: str) -> list[Path]:
    """Return the tests that ``item`` names; one without a folder is in the folder of the one before it."""
    found = []
    folder = TESTS
    for name in NAMED.findall(item):
        path = TESTS / name if "/" in name else folder / name
        folder = path if path.is_dir() else path.parent
        found.append(path)
    return found


@pytest.mark.parametrize("name", ["threats.md", "permissions.md"])
def test_each_line_names_its_tests_and_they_exist(name):
    items = items_of((PROJECT_DIR / "docs" / name).read_text())

    assert items
    for item in items:
        named = named_tests(item)
        assert named, item
        assert all(path.exists() for path in named), item


def test_a_test_that_is_gone_and_a_line_without_one_are_found():
    (item,) = items_of(
        "- **X.** Refused (`pages/files/test_views.py`, `test_gone.py`,\n  `pages/moderation/routes/`)."
    )

    assert named_tests("- **X.** Refused by `manage.py administer`.") == []
    assert [path.exists() for path in named_tests(item)] == [True, False, True]
