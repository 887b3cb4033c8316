"""Gives all tests of a folder or file that share what is dear to make to one process of a parallel run.

pytest-xdist's own means, ``xdist_group`` with ``--dist loadgroup``, groups nothing with
pytest 9.2: https://github.com/pytest-dev/pytest-xdist/issues/1386
"""

import pytest
from xdist.scheduler import LoadScopeScheduling

TOGETHER = [
    "tests/browser/test_first_views.py",
    "tests/complaints/test_deletions_between_queries.py",
    "tests/complaints/test_every_field_is_everywhere.py",
    "tests/deploy/test_doors.py",
    "tests/failures/",
    "tests/pages/content/test_templates.py",
    "tests/pages/files/test_contained.py",
    "tests/pages/files/test_malware.py",
    "tests/pages/moderation/routes/",
]


class SharersInOneProcess(LoadScopeScheduling):
    """Hands out every test by itself, but those of one line of ``TOGETHER`` together."""

    def _split_scope(self, nodeid):
        return next((place for place in TOGETHER if nodeid.startswith(place)), nodeid)


@pytest.hookimpl(optionalhook=True)  # there is none where pytest-xdist is switched off
def pytest_xdist_make_scheduler(config, log):
    """Choose who hands the tests out."""
    return SharersInOneProcess(config, log)
