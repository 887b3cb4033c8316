"""Browsers that do not do what they are told are ended all the same."""

import os
from unittest.mock import Mock

import pytest
import websocket

from tests.browser.readers.firefox import FirefoxReader
from tests.browser.remote import Remote

STAND_IN = ["sh", "-c", "echo listening on ws://nowhere >&2; exec sleep 600"]
ANSWERS = {
    "it has no session": [b'{"id": 1, "error": "invalid session id"}'],
    "it hangs": websocket.WebSocketTimeoutException,
    "it crashed": ConnectionResetError,
    "it closes": [""],
}


@pytest.mark.parametrize("answers", ANSWERS.values(), ids=ANSWERS)
def test_a_browser_that_does_not_end_itself_is_ended(monkeypatch, answers):
    connection = Mock(recv=Mock(side_effect=answers))
    monkeypatch.setattr("websocket.create_connection", lambda *_, **__: connection)
    browser = Remote(STAND_IN, dict(os.environ))

    browser.close("browser.close")

    assert browser._program.returncode is not None
    assert browser._log.returncode is not None
    assert connection.close.called


@pytest.mark.parametrize("has_a_folder", [True, False])
def test_a_firefox_that_compiled_nothing_leaves_nothing_to_the_others(
    monkeypatch, tmp_path, has_a_folder
):
    run = tmp_path / "run"
    run.mkdir()
    monkeypatch.delenv("TESTS_FOLDER", raising=False)
    if has_a_folder:
        monkeypatch.setenv("TESTS_FOLDER", str(run))
    reader = FirefoxReader.__new__(FirefoxReader)
    reader._folder, reader._remote = tmp_path, Mock()

    reader.stop()

    assert reader._remote.close.called
    assert not list(run.iterdir())
