"""Gives all tests of a folder that shares what is dear to make to one process of a parallel run.

pytest-xdist's own means, ``xdist_group`` with ``--dist loadgroup``, groups nothing with pytest 9.2:
https://github.com/pytest-dev/pytest-xdist/issues/1386
"""

import pytest
from xdist.scheduler import LoadScopeScheduling

FOLDERS = ["tests/pages/moderation/routes/"]


class FoldersInOneProcess(LoadScopeScheduling):
    """Hands out every test by itself, but those of ``FOLDERS`` a folder at a time."""

    def _split_scope(self, nodeid):
        return next((folder for folder in FOLDERS if nodeid.startswith(folder)), nodeid)


@pytest.hookimpl(optionalhook=True)  # there is none where pytest-xdist is switched off
def pytest_xdist_make_scheduler(config, log):
    """Choose who hands the tests out."""
    return FoldersInOneProcess(config, log)
