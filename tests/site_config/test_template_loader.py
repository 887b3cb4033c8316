"""Templates of packages, and ours in the place of Wagtail's, are sent without their indentation."""

from pathlib import Path

from django.template import engines
from django.template.loader import get_template

OURS, PACKAGES = engines["django"].engine.template_loaders[0].loaders


def test_blanks_are_left_out_but_where_a_browser_would_show_them():
    for loader, name, is_kept in (
        (PACKAGES, "wagtailadmin/generic/form.html", False),
        (PACKAGES, "django/forms/widgets/textarea.html", True),
        (PACKAGES, "robots.txt", True),
        (OURS, "wagtailadmin/panels/field_panel.html", False),
        (OURS, "base.html", True),
    ):
        origin = get_template(name).origin
        stored = Path(origin.name).read_text()
        assert (loader.get_contents(origin) == stored) is is_kept, name
