"""An editor that reads ``.editorconfig`` writes what the formatters leave alone."""

import tomllib
from configparser import ConfigParser

from site_config.settings.environment import PROJECT_DIR


def test_editors_and_formatters_agree_on_lines_and_indents():
    tools = tomllib.loads((PROJECT_DIR / "pyproject.toml").read_text())["tool"]
    editors = ConfigParser(default_section="global")
    editors.read_string(f"[global]\n{(PROJECT_DIR / '.editorconfig').read_text()}")
    two_spaces = "*.{html,js,json,scss,toml,yml,yaml}"

    assert editors.getint("*.py", "max_line_length") == tools["ruff"]["line-length"]
    assert editors.getint("*", "indent_size") == tools["ruff"].get("indent-width", 4)
    assert (
        editors.getint("*.html", "max_line_length")
        == tools["djlint"]["max_line_length"]
    )
    assert editors.getint(two_spaces, "indent_size") == tools["djlint"]["indent"]
