"""Templates of packages are sent without their indentation."""

from pathlib import Path

from django.template import engines
from django.template.loader import get_template

LOADER = engines["django"].engine.template_loaders[0].loaders[1]


def test_blanks_are_left_out_but_where_a_browser_would_show_them():
    for name, is_kept in (
        ("wagtailadmin/generic/form.html", False),
        ("django/forms/widgets/textarea.html", True),
        ("robots.txt", True),
    ):
        origin = get_template(name).origin
        stored = Path(origin.name).read_text()
        assert (LOADER.get_contents(origin) == stored) is is_kept, name
