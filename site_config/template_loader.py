"""Loads the templates of the CMS without their indentation."""

import re

from django.template import Origin
from django.template.loaders import app_directories, filesystem


def without_indentation(contents: str) -> str:
    """Return ``contents`` without blanks at both ends of lines: a fifth of what the form of a page sends."""
    if re.search("<(pre|textarea)", contents):
        return contents
    return re.sub(r"\s*\n\s*", "\n", contents)


class PackagesLoader(app_directories.Loader):
    """Django's loader of the templates of apps."""

    def get_contents(self, origin: Origin) -> str:
        contents: str = super().get_contents(origin)
        is_html = origin.name.endswith(".html")
        return without_indentation(contents) if is_html else contents


class OwnLoader(filesystem.Loader):
    """Django's loader of our own templates, of which those of Wagtail's screens lose their indentation."""

    def get_contents(self, origin: Origin) -> str:
        contents: str = super().get_contents(origin)
        is_wagtails = str(origin.template_name).startswith("wagtailadmin/")
        is_html = origin.name.endswith(".html")
        return without_indentation(contents) if is_wagtails and is_html else contents
