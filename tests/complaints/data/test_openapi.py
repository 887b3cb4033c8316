"""The OpenAPI description is true: schemathesis tries the addresses with generated requests."""

import pytest
from django.core.signals import request_finished, request_started
from django.db import close_old_connections, connection, connections

from complaints.data import data_files
from site_config.wsgi import application
from tests.effort import by_effort

from .data_client import BASE, FEED

pytestmark = pytest.mark.slow

EXAMPLES_OF_AN_ADDRESS = by_effort(2, 15)


@pytest.fixture
def description(client, recommendation, unanswered):
    return client.get(f"{BASE}openapi.json").json()


def test_every_file_is_described(description):
    named = {
        f"{BASE}{name}" for name in [*data_files.FILES_BY_NAME, "openapi.json"]
    } | {FEED}

    assert set(description["paths"]) == named
    assert description["servers"] == [{"url": "http://localhost"}]
    assert "Open Government Licence" in description["info"]["license"]["name"]


@pytest.fixture
def site(description):
    """The site as a program that schemathesis can ask, from threads of its own."""
    signals = (request_started, request_finished)
    # As with Django's own client: the one connection holds what the test has made.
    for signal in signals:
        signal.disconnect(close_old_connections)
    connection.inc_thread_sharing()

    def asked(environ, start_response):
        connections["default"] = shared
        # Over WSGI it asks for what it does not unpack.
        return application(
            {**environ, "HTTP_ACCEPT_ENCODING": "identity"}, start_response
        )

    shared = connections["default"]
    yield asked
    connection.dec_thread_sharing()
    for signal in signals:
        signal.connect(close_old_connections)


@pytest.mark.long
def test_schemathesis_finds_no_answer_that_differs_from_the_description(site):
    # Every process of a run loads this file, and few run this test.
    import schemathesis
    from schemathesis import engine
    from schemathesis.config import SchemathesisConfig
    from schemathesis.engine import Status, events

    config = SchemathesisConfig.from_dict(
        {
            "seed": 1,
            "workers": 1,
            "generation": {
                "max-examples": EXAMPLES_OF_AN_ADDRESS,
                "deterministic": True,
                "database": "none",
            },
        }
    )
    schema = schemathesis.openapi.from_wsgi(f"{BASE}openapi.json", site, config=config)

    happened = list(engine.from_schema(schema).execute())

    wrong = [
        each
        for each in happened
        if isinstance(each, events.NonFatalError | events.FatalError)
    ]
    scenarios = [each for each in happened if isinstance(each, events.ScenarioFinished)]
    assert wrong == []
    assert [
        (
            scenario.label,
            check.name,
            str(check.failure_info and check.failure_info.failure),
        )
        for scenario in scenarios
        for checks in scenario.recorder.checks.values()
        for check in checks
        if check.status == Status.FAILURE
    ] == []
    tried = {
        scenario.label for scenario in scenarios if scenario.status == Status.SUCCESS
    }
    # It does not ask for its own instructions.
    assert tried == {
        f"{method} {path}"
        for path in schema.raw_schema["paths"]
        for method in ("GET", "HEAD")
    } - {f"GET {BASE}openapi.json"}
