"""How each vendor's front is told what to forget, over real HTTP, and what becomes of a purge that failed."""

import json
import re
import socket
import time
from datetime import UTC, datetime
from xml.etree import ElementTree

import pytest
from django.test import RequestFactory

from pages.delivery import fronts, purging
from pages.delivery.fronts import sending
from pages.delivery.fronts.aws_signature import Request, signed
from pages.delivery.models import KeptAddress, Purge

from . import recorder

NAMES = ["nginx", "varnish", "fastly", "cloudflare", "cloudfront"]
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


def remember(path, *keys):
    fronts.remember(keys, RequestFactory().get(path, secure=True))


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

    with pytest.raises(sending.NotPurgedError, match="refused"):
        fronts.purge(KEYS)

    assert len(vendor.requests) == 1


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

    with pytest.raises(sending.NotPurgedError):
        fronts.purge(KEYS)


@pytest.mark.django_db
def test_cloudfront_is_told_the_addresses_that_showed_the_keys(before, vendor):
    before("cloudfront")
    remember("/one/", "page-1", "everything")
    remember("/one/", "page-1", "everything")
    remember("/a list/", "page-1", "below-1")
    remember("/other/", "page-3", "everything")

    fronts.purge(KEYS)

    (request,) = vendor.requests
    assert request.path == "/2020-05-31/distribution/service-1/invalidation"
    body = ElementTree.fromstring(request.body)  # noqa: S314
    space = "{http://cloudfront.amazonaws.com/doc/2020-05-31/}"
    assert [each.text for each in body.iter(f"{space}Path")] == ["/a%20list/", "/one/"]
    assert body.findtext(f"{space}Paths/{space}Quantity") == "2"
    assert body.findtext(f"{space}CallerReference")
    authorization = request.headers["Authorization"]
    assert re.search(r"Credential=key/\d{8}/us-east-1/cloudfront/aws4_request", authorization)
    assert "SignedHeaders=content-type;host;x-amz-date" in authorization
    moment = datetime.strptime(request.headers["X-Amz-Date"], "%Y%m%dT%H%M%SZ").replace(tzinfo=UTC)
    sent = {name: request.headers[name] for name in ("Content-Type", "Host")}
    asked = Request("POST", f"{vendor.address}{request.path}", sent, request.body)
    again = signed(asked, ("key", "secret", "us-east-1", "cloudfront"), moment)
    assert again["Authorization"] == authorization


@pytest.mark.django_db
def test_cloudfront_is_told_everything_where_that_is_less_to_say(before, vendor):
    before("cloudfront")
    KeptAddress.objects.bulk_create(
        KeptAddress(key="site-1", address=f"https://www.example.org/{number}/") for number in range(1001)
    )

    fronts.purge(["site-1"])

    assert b"<Items><Path>/*</Path></Items>" in vendor.requests[0].body


@pytest.mark.django_db
def test_nothing_is_asked_of_cloudfront_where_nothing_was_kept(before, vendor):
    before("cloudfront")

    fronts.purge(KEYS)

    assert vendor.requests == []


def test_the_signature_is_that_of_amazons_own_example():
    headers = {
        "Content-Type": "application/x-www-form-urlencoded; charset=utf-8",
        "Host": "iam.amazonaws.com",
    }
    request = Request("GET", "https://iam.amazonaws.com/?Version=2010-05-08&Action=ListUsers", headers, b"")
    secret = "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY"
    who = ("AKIDEXAMPLE", secret, "us-east-1", "iam")

    found = signed(request, who, datetime(2015, 8, 30, 12, 36, tzinfo=UTC))

    expected = "5d672d79c15b13162d9279b0855cfba6789a8edb4c82c400e06b5924a6f2b5d7"
    assert found["Authorization"].endswith(f"Signature={expected}")


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
    vendor.seconds = 1


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("failure", [refused, an_error, no_answer])
@pytest.mark.parametrize("name", NAMES)
def test_a_purge_that_failed_is_tried_again(before, vendor, name, failure, monkeypatch):
    Purge.objects.all().delete()
    failure(before, vendor, name)
    remember("/one/", *KEYS)

    with monkeypatch.context() as impatient:
        impatient.setattr(sending, "PATIENCE_SECONDS", 0.1)
        purging.purge(KEYS)
    # Who lost patience may be ahead of what was asked.
    give_up = time.monotonic() + 60
    while failure is no_answer and not vendor.requests:
        assert time.monotonic() < give_up, "nothing was asked"
        time.sleep(0.01)

    left = Purge.objects.get()
    assert left.done_at is None
    assert left.error
    before(name)
    vendor.status, vendor.seconds = 200, 0
    vendor.requests.clear()
    Purge.objects.update(attempted_at=datetime(2026, 1, 1, tzinfo=UTC))
    purging.deliver_due()
    assert Purge.objects.get().error == ""
    assert len(vendor.requests) == 1
