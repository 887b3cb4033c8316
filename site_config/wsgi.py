"""The WSGI application that the web server runs."""

import os

from django.core.handlers.wsgi import WSGIRequest
from django.core.wsgi import get_wsgi_application

from .postgresql.base import LIMITS

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "site_config.settings.local")

LIMITS.answers_requests = True

_django = get_wsgi_application()

from pages.published.serving import PublishedFiles, own_request  # noqa: E402 -- once Django is set up

application = PublishedFiles(_django)
# Before the server's processes part: all have what a first answer loads, and who cannot answer never starts.
_django.get_response(WSGIRequest(own_request("/healthz")))
