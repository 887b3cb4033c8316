"""Items of the menus for some people."""

from collections.abc import Callable
from typing import Any

from wagtail.admin.menu import MenuItem


class MenuItemFor(MenuItem):
    """Shows to those of whom ``may_see`` says so."""

    def __init__(self, may_see: Callable[[Any], bool], *args: Any, **options: Any):
        """Take what any item takes, too."""
        super().__init__(*args, **options)
        self.may_see = may_see

    def is_shown(self, request):
        """Ask."""
        return self.may_see(request.user)
