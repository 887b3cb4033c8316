"""What has waited longer than nginx does is not begun: its sender was told that it failed."""

import pytest

from site_config.late_requests import LateRequests

NOW = 1_800_000_000.25


@pytest.fixture
def statuses(settings, time_machine):
    settings.TRUSTED_PROXY = 1
    time_machine.move_to(NOW, tick=False)
    return []


def ask(statuses, **environ):
    def application(environ, start_response):
        start_response("200 OK", [])
        return [b"done"]

    return b"".join(
        LateRequests(application)(
            environ, lambda status, headers: statuses.append(status)
        )
    )


@pytest.mark.parametrize(
    "sent",
    [
        "",
        "1799999999.900",
        "1799999970.260",
        "1800000005.000",
        "soon",
        "1.2.3",
        "\u0663",
    ],
)
def test_what_somebody_waits_for_is_answered(statuses, sent):
    assert ask(statuses, HTTP_X_REQUEST_START=sent) == b"done"
    assert statuses == ["200 OK"]


def test_what_nobody_waits_for_any_more_is_not_begun(statuses):
    assert ask(statuses, HTTP_X_REQUEST_START="1799999970.200") != b"done"
    assert statuses == ["503 Service Unavailable"]


def test_a_reader_cannot_say_so_where_no_proxy_is_trusted(statuses, settings):
    settings.TRUSTED_PROXY = 0

    assert ask(statuses, HTTP_X_REQUEST_START="1.0") == b"done"
