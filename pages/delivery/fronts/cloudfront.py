"""CloudFront, which knows addresses only: ``FRONT_SERVICE`` is the distribution.

``FRONT_TOKEN`` is an access key that may make invalidations, as ``ID:SECRET``.
"""

import uuid
from collections.abc import Collection
from urllib.parse import quote, urlsplit
from xml.sax.saxutils import escape

from django.conf import settings
from django.utils import timezone

from .aws_signature import Request, signed
from .sending import send

NEEDS_ADDRESSES = True
KEEPS_LATE_ANSWERS = True
MOST = 1000
"""From more addresses on everything is invalidated: CloudFront takes 3,000 that are under way at once."""
REGION = "us-east-1"
"""Where CloudFront's own interface is, wherever the site is."""


def purge(keys: Collection[str], addresses: Collection[str]) -> None:
    """Let CloudFront forget ``addresses``, on which ``keys`` were shown."""
    paths = sorted({quote(urlsplit(each).path or "/", safe="/%~") for each in addresses})
    if not paths:
        return
    if len(paths) > MOST:
        paths = ["/*"]
    endpoint = settings.FRONT_PURGE_ADDRESSES[0]
    address = f"{endpoint}/2020-05-31/distribution/{settings.FRONT_SERVICE}/invalidation"
    body = _invalidation(paths)
    identity, _, secret = settings.FRONT_TOKEN.partition(":")
    headers = {"Content-Type": "application/xml", "Host": urlsplit(address).netloc}
    request = Request("POST", address, headers, body)
    who = (identity, secret, REGION, "cloudfront")
    send("POST", address, signed(request, who, timezone.now()), body)


def _invalidation(paths: list[str]) -> bytes:
    items = "".join(f"<Path>{escape(each)}</Path>" for each in paths)
    return (
        '<?xml version="1.0" encoding="UTF-8"?>'
        '<InvalidationBatch xmlns="http://cloudfront.amazonaws.com/doc/2020-05-31/">'
        f"<Paths><Quantity>{len(paths)}</Quantity><Items>{items}</Items></Paths>"
        f"<CallerReference>{uuid.uuid4()}</CallerReference></InvalidationBatch>"
    ).encode()
