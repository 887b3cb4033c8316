"""What a request holds cannot look like a line of its own in the log."""

import io
import logging

import pytest
from django.conf import settings
from django.utils.module_loading import import_string

FORGED = "2026-11-26 12:00:00,000 ERROR site Forged"


@pytest.fixture
def log():
    """What is written to the log, as the settings say."""
    written = io.StringIO()
    handler = logging.StreamHandler(written)
    formatter = dict(settings.LOGGING["formatters"]["line"])
    handler.setFormatter(import_string(formatter.pop("()"))(formatter["format"], style=formatter["style"]))
    logging.getLogger().addHandler(handler)
    yield written
    logging.getLogger().removeHandler(handler)


@pytest.mark.parametrize("end", ["%0A", "%0D%0A", "%0B", "%C2%85", "%E2%80%A8"])
@pytest.mark.parametrize(
    "path", ["/static/site{end}{forged}.css", "/nowhere/{end}{forged}", "/documents/1/a{end}{forged}"]
)
def test_no_line_of_the_log_can_be_forged(client, section, log, path, end):
    client.get(path.format(end=end, forged=FORGED.replace(" ", "%20")))
    logging.getLogger("site").error("Not found: %s", f"a\n{FORGED}")

    lines = log.getvalue().splitlines()
    assert any("Forged" in line for line in lines)
    assert not any(line.startswith(FORGED) for line in lines)


def test_a_traceback_is_indented(log):
    try:
        raise ValueError(f"a\n{FORGED}")
    except ValueError:
        logging.getLogger("site").exception("It failed")

    first, *others = log.getvalue().splitlines()
    assert first.endswith("site It failed")
    assert others
    assert all(line.startswith("    ") for line in others)
