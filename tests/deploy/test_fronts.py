"""How each vendor's front is told what to forget, over real HTTP, and what becomes of a purge that failed."""

import http.client
import json
import socket
from datetime import UTC, datetime

import pytest

from pages.http_cache import fronts, purging
from pages.http_cache.fronts import purge_requests
from pages.http_cache.models import Purge
from tests.waiting import wait_until

from . import recorder

pytestmark = pytest.mark.slow

NAMES = ["nginx", "varnish", "fastly", "cloudflare"]
KEYS = ["page-2", "page-1"]


@pytest.fixture
def vendor():
    """A server that stands in for the vendor's."""
    with recorder.recording() as running:
        yield running


@pytest.fixture
def before(settings, vendor):
    """Return a function that puts a front before the site, at the vendor's or at other addresses."""

    def put(name, *addresses):
        settings.FRONT = name
        settings.FRONT_PURGE_ADDRESSES = list(addresses) or [vendor.address]
        settings.FRONT_SERVICE = "service-1"
        settings.FRONT_TOKEN = "key:secret"

    return put


def test_nginx_is_told_the_keys(before, vendor):
    before("nginx", f"{vendor.address}/purge")

    fronts.purge(KEYS)

    (request,) = vendor.requests
    assert (request.method, request.path) == ("POST", "/purge")
    assert request.headers["Surrogate-Key"] == "page-1 page-2"


@pytest.mark.parametrize(("name", "most"), [("nginx", 200), ("varnish", 100), ("fastly", 256)])
def test_many_keys_travel_in_several_requests(before, vendor, name, most):
    before(name)
    header = {"nginx": "Surrogate-Key", "varnish": "xkey-purge", "fastly": "Surrogate-Key"}[name]
    keys = {f"page-{number}" for number in range(most + 1)}

    fronts.purge(keys)

    told = [request.headers[header].split() for request in vendor.requests]
    assert [len(each) for each in told] == [most, 1]
    assert {key for each in told for key in each} == keys


def test_every_varnish_is_told_the_tags(before, vendor):
    before("varnish", vendor.address, f"{vendor.address}/second")

    fronts.purge(KEYS)

    told = {(each.method, each.path, each.headers["xkey-purge"]) for each in vendor.requests}
    assert told == {("PURGE", "/", "page-1 page-2"), ("PURGE", "/second", "page-1 page-2")}


def test_a_host_that_is_down_keeps_no_other_from_purging(before, vendor):
    before("nginx", _nobody(), vendor.address)

    with pytest.raises(purge_requests.NotPurgedError, match="refused"):
        fronts.purge(KEYS)

    assert len(vendor.requests) == 1


def test_a_publication_waits_once_for_a_front_that_does_not_answer_and_the_worker_asks_again(
    before, vendor, monkeypatch
):
    class Connection(http.client.HTTPConnection):
        """Has no patience with the front that will not answer, and all with the other."""

        def __init__(self, host, port, timeout):
            super().__init__(host, port, timeout=0.1 if vendor.address.endswith(f":{port}") else timeout)

    with recorder.recording() as other:
        before("nginx", vendor.address, other.address)
        vendor.may_answer.clear()
        with monkeypatch.context() as impatient:
            impatient.setattr(purge_requests.http.client, "HTTPConnection", Connection)
            impatient.setattr(purge_requests, "NOTICED_SECONDS", 0)
            for _ in range(3):
                with pytest.raises(purge_requests.NotPurgedError):
                    fronts.purge(KEYS)
        # Who lost patience may be ahead of what was asked.
        wait_until(lambda: vendor.requests)
        assert (len(vendor.requests), len(other.requests)) == (1, 3)

        vendor.may_answer.set()
        fronts.ask_silent_fronts_again()
        fronts.purge(KEYS)

    assert len(vendor.requests) == 2


def test_a_front_that_redirects_has_not_purged_and_is_not_followed(before, vendor):
    """Whoever may answer for it could make the site ask any address, with its token."""
    before("fastly")
    vendor.status = 307
    with recorder.recording() as elsewhere:
        vendor.headers = {"Location": f"{elsewhere.address}/purge"}

        with pytest.raises(purge_requests.NotPurgedError, match="307"):
            fronts.purge(KEYS)

        assert elsewhere.requests == []


def test_fastly_is_told_the_keys_and_to_purge_hard(before, vendor):
    before("fastly")

    fronts.purge(KEYS)

    (request,) = vendor.requests
    assert (request.method, request.path) == ("POST", "/service/service-1/purge")
    assert request.headers["Fastly-Key"] == "key:secret"
    assert request.headers["Surrogate-Key"] == "page-1 page-2"
    assert "Fastly-Soft-Purge" not in request.headers


def test_cloudflare_is_told_the_tags(before, vendor):
    before("cloudflare")

    fronts.purge(KEYS)

    (request,) = vendor.requests
    assert (request.method, request.path) == ("POST", "/zones/service-1/purge_cache")
    assert request.headers["Authorization"] == "Bearer key:secret"
    assert json.loads(request.body) == {"tags": ["page-1", "page-2"]}


def test_cloudflare_may_answer_200_and_not_have_purged(before, vendor):
    before("cloudflare")
    vendor.body = b'{"success": false, "errors": [{"message": "no"}]}'

    with pytest.raises(purge_requests.NotPurgedError):
        fronts.purge(KEYS)


def _nobody():
    with socket.create_server(("127.0.0.1", 0)) as closed:
        return f"http://127.0.0.1:{closed.getsockname()[1]}"


def refused(before, vendor, name):
    before(name, _nobody())


def an_error(before, vendor, name):
    before(name)
    vendor.status = 500


def no_answer(before, vendor, name):
    before(name)
    vendor.may_answer.clear()


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("failure", [refused, an_error, no_answer])
@pytest.mark.parametrize("name", NAMES)
def test_a_purge_that_failed_is_tried_again(before, vendor, name, failure, monkeypatch):
    Purge.objects.all().delete()
    failure(before, vendor, name)

    with monkeypatch.context() as impatient:
        impatient.setattr(purge_requests, "TIMEOUT_SECONDS", 0.1)
        purging.purge(KEYS)
    # Who lost patience may be ahead of what was asked.
    if failure is no_answer:
        wait_until(lambda: vendor.requests, "nothing was asked")

    left = Purge.objects.get()
    assert left.done_at is None
    assert left.error
    before(name)
    vendor.status = 200
    vendor.may_answer.set()
    vendor.requests.clear()
    Purge.objects.update(attempted_at=datetime(2026, 1, 1, tzinfo=UTC))
    purging.deliver_due_purges()
    assert Purge.objects.get().error == ""
    assert len(vendor.requests) == 1
