"""What a request holds cannot look like a line of its own in the log."""

import io
import json
import logging
from itertools import product
from urllib.parse import unquote

import pytest
from django.conf import settings
from django.utils.module_loading import import_string

from pages.moderation.approval.roles import EDITORS
from site_config.logging import JsonFormatter

FORGED = "2026-11-26 12:00:00,000 ERROR site Forged"


@pytest.fixture
def log():
    """What is written to the log, as the settings say."""
    written = io.StringIO()
    handler = logging.StreamHandler(written)
    formatter = dict(settings.LOGGING["formatters"]["line"])
    handler.setFormatter(
        import_string(formatter.pop("()"))(
            formatter["format"], style=formatter["style"]
        )
    )
    logging.getLogger().addHandler(handler)
    yield written
    logging.getLogger().removeHandler(handler)


def test_no_line_of_the_log_can_be_forged(client, section, log):
    logging.getLogger("site").error("Not found: %s", f"a\n{FORGED}")
    for end, path in product(
        ["%0A", "%0D%0A", "%0B", "%C2%85", "%E2%80%A8"],
        [
            "/static/site{end}{forged}.css",
            "/nowhere/{end}{forged}",
            "/documents/1/a{end}{forged}",
        ],
    ):
        client.get(path.format(end=end, forged=FORGED.replace(" ", "%20")))

    lines = log.getvalue().splitlines()
    assert len([line for line in lines if "Forged" in line]) > 10
    assert not any(line.startswith(FORGED) for line in lines)


def test_the_secret_of_a_link_is_in_no_line_however_it_is_spelled(client, section, log):
    for address in [
        "/admin/login/set-up/canary/x/",
        "//admin/login/set-up/canary/",
        "/admin/login/set-up//canary/",
        "/admin/%6cogin/set-up/canary/9/",
        "/admin/%256cogin/set-up/canary/",
        "/Admin/Login/set-up/canary/",
        "/admin/./security//address/canary/x/",
    ]:
        client.get("/", PATH_INFO=unquote(address))
        logging.getLogger("gunicorn.error").error("Error handling request %s", address)

        assert "Error handling request /" in log.getvalue(), address
        assert "canary" not in log.getvalue(), address


def test_a_line_of_json_says_which_account_did_it(client, home, signed_in, monkeypatch):
    lines = io.StringIO()
    handler = logging.StreamHandler(lines)
    handler.setFormatter(JsonFormatter())
    monkeypatch.setattr(logging.getLogger(), "handlers", [handler])
    client.get("/nowhere/")
    editor = signed_in(EDITORS)
    number = "0123456789abcdef" * 2
    client.get("/admin/pages/99999/edit/", headers={"x-request-id": number})

    found = {
        line["message"]: line for line in map(json.loads, lines.getvalue().splitlines())
    }
    assert found["Not Found: /nowhere/"]["account"] is None
    refused = found["Not Found: /admin/pages/99999/edit/"]
    assert (refused["account"], refused["id"]) == (editor.pk, number)


def test_a_traceback_is_indented(log):
    try:
        raise ValueError(f"a\n{FORGED}")
    except ValueError:
        logging.getLogger("site").exception("It failed")

    first, *others = log.getvalue().splitlines()
    assert first.endswith("site It failed")
    assert others
    assert all(line.startswith("    ") for line in others)
