"""The WSGI application that the web server runs."""

from django.core.handlers.wsgi import WSGIRequest
from django.core.wsgi import get_wsgi_application

from .late_requests import LateRequests
from .postgresql.base import LIMITS
from .start import settings_explained

LIMITS.answers_requests = True

with settings_explained():
    _django = get_wsgi_application()

from pages.published.serving import PublishedFiles, own_request  # noqa: E402 -- once Django is set up

application = LateRequests(PublishedFiles(_django))
# Before the server's processes part: all have what a first answer loads, and who cannot
# answer never starts.
_django.get_response(WSGIRequest(own_request("/healthz")))
